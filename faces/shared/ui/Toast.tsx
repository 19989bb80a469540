import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { t } from '../words/i18n.ts';

type Toast = { id: number; words: string; tone: 'done' | 'wrong' };

const STAYS = 6000;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function put(list: readonly Toast[]): void {
  toasts = list;
  for (const listener of listeners) listener();
}

/** Says that something was done or failed, where the page itself does not show it. What is wrong stays until it is closed. */
export function toast(words: string, tone: Toast['tone'] = 'done'): void {
  const id = next++;
  put([...toasts.slice(-2), { id, words, tone }]);
  if (tone === 'done') setTimeout(() => put(toasts.filter((one) => one.id !== id)), STAYS);
}

export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div className="hy-toasts" role="status" aria-live="polite">
      {list.map((one) => (
        <div className="hy-toast" data-tone={one.tone} key={one.id}>
          {one.tone === 'done' ? <CircleCheck size="1.2em" aria-hidden /> : <CircleAlert size="1.2em" aria-hidden />}
          <span>{one.words}</span>
          <button
            type="button"
            aria-label={t('act.dismiss')}
            onClick={() => put(toasts.filter((other) => other.id !== one.id))}
          >
            <X size="1.1em" aria-hidden />
          </button>
        </div>
      ))}
    </div>
  );
}
