import { Printer } from 'lucide-react';
import { apiUrl } from '../../../shared/api/client.ts';
import { t } from '../../../shared/words/i18n.ts';

/** What can be printed of a building: its board and its cards. */
export function PrintSheets({ place }: { place: string }) {
  return (
    <p className="term-acts">
      {(['board', 'card'] as const).map((format) => (
        <a
          key={format}
          className="hy-button"
          href={apiUrl('/boards/sheet.pdf', { place, format })}
          target="_blank"
          rel="noreferrer"
          data-testid={`print-${format}`}
        >
          <Printer size="1em" aria-hidden /> {t(`posts.print.${format}`)}
        </a>
      ))}
    </p>
  );
}
