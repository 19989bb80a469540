import { useEffect, useRef } from 'react';

const TYPING =
  'textarea, select, [contenteditable], [role="dialog"], [role="listbox"], [role="menu"], [role="combobox"]';

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return target.closest(TYPING) !== null;
}

/** Single keys of the page, in lower case: `{ j: next, escape: leave }`. Silent while somebody types, in dialogs, and with Ctrl, Alt or Meta. */
export function useKeys(map: Record<string, () => void>): void {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]')) return;
      if (event.shiftKey && /^[a-z]$/i.test(event.key)) return;
      const act = latest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
