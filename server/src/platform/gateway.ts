/** The way out to people's phones. A real county puts its message service behind this port; the demo writes to a file. */
import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** One short message. `to` is a phone number; `template` says for what, for the service that wants to know. */
export type ShortMessage = { to: string; template: string; text: string };

export type Gateway = {
  /** Resolves when the message is handed over. @throws Error when it is not; the caller decides whether to try again. */
  send(county: string, message: ShortMessage, now: number): Promise<void>;
};

/**
 * Writes each message as a line of JSON to `<folder>/<county>.log`. The file stands for the phones of a demo county: it
 * holds numbers and words, so nobody but the program's own user may read it.
 */
export function fileGateway(folder: string): Gateway {
  return {
    async send(county, message, now) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const line = JSON.stringify({ at: new Date(now).toISOString(), ...message });
      await appendFile(join(folder, `${county}.log`), `${line}\n`, { mode: 0o600 });
    },
  };
}
