import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { t } from '../words/i18n.ts';

export type ComboRow = { id: string; name: string; note?: string };

export type ComboProps = {
  /** The id of the input, for its label. */
  id?: string;
  label: string;
  value: ComboRow | null;
  onChange: (row: ComboRow | null) => void;
  /** Asked for each pause in typing; an empty text asks for what to show at first. */
  search: (text: string, signal: AbortSignal) => Promise<ComboRow[]>;
  placeholder?: string;
  wrong?: boolean;
  /** Empties the input after a choice, for lists that gather several. */
  clearOnPick?: boolean;
  autoFocus?: boolean;
};

/** An input that searches the server while one types. Arrow keys, Enter and Escape as everywhere. */
export function Combo({ id, label, value, onChange, search, placeholder, wrong, clearOnPick, autoFocus }: ComboProps) {
  const [text, setText] = useState(value?.name ?? '');
  const [rows, setRows] = useState<ComboRow[]>([]);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const [wanted, setWanted] = useState(false);
  const searching = useRef(search);
  searching.current = search;

  const shown = `${value?.id ?? ''}|${value?.name ?? ''}`;
  useEffect(() => setText(shown.slice(shown.indexOf('|') + 1)), [shown]);

  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    const asked = value && text === value.name ? '' : text.trim();
    setState('busy');
    const timer = setTimeout(
      () => {
        searching
          .current(asked, stop.signal)
          .then((found) => {
            setRows(found);
            setState('idle');
          })
          .catch(() => {
            if (!stop.signal.aborted) setState('failed');
          });
      },
      asked ? 180 : 0,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [text, wanted, value]);

  return (
    <ComboBox
      aria-label={label}
      items={rows}
      inputValue={text}
      onInputChange={(next) => {
        setText(next);
        if (next === '' && value && !clearOnPick) onChange(null);
      }}
      selectedKey={value?.id ?? null}
      onSelectionChange={(key) => {
        const row = rows.find((one) => one.id === key);
        if (!row) return;
        onChange(row);
        setText(clearOnPick ? '' : row.name);
      }}
      onOpenChange={(open) => open && setWanted(true)}
      onFocus={() => setWanted(true)}
      onBlur={() => {
        if (!clearOnPick) setText(value?.name ?? '');
      }}
      menuTrigger="input"
      allowsEmptyCollection
      allowsCustomValue
      isInvalid={wrong ?? false}
    >
      <div className="hy-combo">
        <Input className="hy-input" id={id} placeholder={placeholder ?? ''} autoFocus={autoFocus ?? false} />
        <AriaButton aria-label={t('act.open')}>
          <ChevronDown size="1em" aria-hidden />
        </AriaButton>
      </div>
      <Popover className="hy-popover">
        <ListBox
          className="hy-listbox"
          renderEmptyState={() => (
            <p className="hy-empty-list">
              {t(state === 'busy' ? 'loading.words' : state === 'failed' ? 'error.offline' : 'combo.none')}
            </p>
          )}
        >
          {(row: ComboRow) => (
            <ListBoxItem className="hy-option" id={row.id} textValue={row.name}>
              <span>{row.name}</span>
              {row.note && <small>{row.note}</small>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
