import { useItem } from '../../../shared/api/hooks.ts';
import { t } from '../../../shared/words/i18n.ts';

type ConditionProps = { id: string; item: string | null; value: unknown; onChange: (value: unknown) => void };

export function ConditionInput({ id, item, value, onChange }: ConditionProps) {
  const found = useItem(item);
  const conditions = found.data?.conditions ?? [];
  return (
    <select
      id={id}
      className="hy-input"
      value={(value as string) ?? ''}
      disabled={conditions.length === 0}
      aria-describedby={`${id}-note`}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{t(item ? 'pocket.choose' : 'picker.itemFirst')}</option>
      {conditions.map((one) => (
        <option key={one.id} value={one.id}>
          {one.text}
        </option>
      ))}
    </select>
  );
}
