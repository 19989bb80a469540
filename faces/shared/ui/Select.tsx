import { ChevronDown } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';

export type SelectOption = { id: string; name: string };

export function Select({
  label,
  options,
  value,
  onChange,
  placeholder,
  id,
}: {
  label: string;
  options: SelectOption[];
  value: string | null;
  onChange: (id: string) => void;
  placeholder?: string;
  id?: string;
}) {
  return (
    <AriaSelect
      aria-label={label}
      selectedKey={value}
      onSelectionChange={(key) => onChange(String(key))}
      placeholder={placeholder ?? label}
    >
      <AriaButton className="hy-button hy-select" {...(id ? { id } : {})}>
        <SelectValue />
        <ChevronDown size="1em" aria-hidden />
      </AriaButton>
      <Popover className="hy-popover">
        <ListBox className="hy-listbox" items={options}>
          {(option: SelectOption) => (
            <ListBoxItem className="hy-option" id={option.id} textValue={option.name}>
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
