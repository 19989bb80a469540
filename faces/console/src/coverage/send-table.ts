import { apiUrl, newId, ProblemError } from '../../../shared/api/client.ts';
import { getLang } from '../../../shared/words/i18n.ts';

export type TableFigures = { rows: number; found: number; gridded: number; faults: Record<string, number> };
export type TableAnswer = { url: string; figures: TableFigures };

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * Sends a table up; a file comes back, and its figures in a header.
 * @throws ProblemError
 */
export async function sendTable(file: File, frame: { gcj02: boolean; swapped: boolean }): Promise<TableAnswer> {
  // A file's own type is a guess of the browser; the server looks inside.
  const type = /\.xlsx$/i.test(file.name) ? XLSX : 'text/csv';
  let response: Response;
  try {
    response = await fetch(apiUrl('/places/at/table', { gcj02: frame.gcj02, swapped: frame.swapped }), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': type, 'accept-language': getLang(), 'idempotency-key': newId() },
      body: file,
    });
  } catch {
    throw new ProblemError({ status: 0, code: 'offline' });
  }
  if (!response.ok) {
    const body = (await response.json().catch(() => ({}))) as Record<string, string>;
    throw new ProblemError({
      status: response.status,
      code: body.code ?? 'unexpected',
      title: body.title ?? null,
      detail: body.detail ?? null,
    });
  }
  const figures = JSON.parse(response.headers.get('huying-figures') ?? '{}') as TableFigures;
  return { url: URL.createObjectURL(await response.blob()), figures };
}
