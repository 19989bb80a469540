import { t } from '../../../shared/words/i18n.ts';

/** One line of what is known of a matter. */
export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{value}</dd>
    </div>
  );
}
