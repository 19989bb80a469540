import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { t } from '../../../shared/words/i18n.ts';

const KEYS: [string[], string][] = [
  [['j', 'k'], 'keys.move'],
  [['Enter', 'o'], 'keys.open'],
  [['a'], 'keys.accept'],
  [['d'], 'keys.dispatch'],
  [['r'], 'keys.raise'],
  [['Ctrl', 'Enter'], 'keys.send'],
  [['x'], 'keys.select'],
  [['m'], 'keys.map'],
  [['p'], 'keys.preview'],
  [['/'], 'keys.search'],
  [['Esc'], 'keys.leave'],
  [['?'], 'keys.help'],
];

export function KeysHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={t('keys.title')}>
      <dl className="keys">
        {KEYS.map(([keys, word]) => (
          <div key={word}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
