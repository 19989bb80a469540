/**
 * The one spelling of a value that hashes are taken over: keys sorted, no spaces, undefined left out.
 * Numbers must be safe integers or plain decimals as JSON writes them; dates go in as strings.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  let text = '';
  if (Array.isArray(value)) {
    for (const inner of value) text += text === '' ? canonical(inner) : `,${canonical(inner)}`;
    return `[${text}]`;
  }
  for (const key of sortedKeys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(inner)}`;
  }
  return `{${text}}`;
}

/** Most objects are made with their keys in order, or nearly so: looking costs less than sorting. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let n = 1; n < keys.length; n += 1) {
    if ((keys[n - 1] as string) > (keys[n] as string)) return keys.sort();
  }
  return keys;
}
