/**
 * A line for the person at the terminal; apart from what the program itself prints.
 * @param {string} words
 */
export function say(words) {
  process.stderr.write(`${words}\n`);
}
