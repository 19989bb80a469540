import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';

export type MenuEntry = { id: string; label: ReactNode; text: string; act: () => void };

/** A button that opens a short list of acts. */
export function Menu({
  label,
  trigger,
  entries,
  look = 'line',
}: {
  label: string;
  trigger: ReactNode;
  entries: MenuEntry[];
  look?: string;
}) {
  return (
    <MenuTrigger>
      <AriaButton className="hy-button" data-look={look} aria-label={label}>
        {trigger}
      </AriaButton>
      <Popover className="hy-popover">
        <AriaMenu className="hy-listbox" items={entries} aria-label={label}>
          {(entry: MenuEntry) => (
            <MenuItem className="hy-option" id={entry.id} textValue={entry.text} onAction={entry.act}>
              {entry.label}
            </MenuItem>
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
