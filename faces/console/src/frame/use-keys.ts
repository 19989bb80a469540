import { useEffect, useRef } from 'react';

const TYPING =
  'textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"], [role="combobox"]';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target.closest(TYPING) !== null;
}

/** Single keys of the page: `{ j: next, '?': help }`. Silent while somebody types, in dialogs, and with Ctrl, Alt or Meta. */
export function useKeys(map: Record<string, () => void>): void {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
