/** One change of a place as a form: what the server says may be done, with what follows said before. */
import { useEffect } from 'react';
import { t } from '../../../shared/words/i18n.ts';
import { EditForm } from './EditForm.tsx';
import type { FormProps } from './form-props.ts';
import { MakeForm } from './MakeForm.tsx';
import { MergeForm } from './MergeForm.tsx';
import { RetireForm } from './RetireForm.tsx';
import { SplitForm } from './SplitForm.tsx';

/** The form of one act; drawing ends with it. */
export function PlaceForm(props: FormProps) {
  const { ability, board, sheet } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the form opens and closes
  useEffect(() => {
    return () => {
      board.start(null);
      board.preview([]);
      board.pin(null);
      board.choose(null);
    };
  }, []);
  const of = (form: React.ReactNode) => (
    <article className="sheet" data-testid={`form-${ability.verb}`}>
      <h2>{t(`territory.act.${ability.verb}`, { name: sheet.place.name })}</h2>
      {form}
    </article>
  );
  switch (ability.verb) {
    case 'edit':
      return of(<EditForm {...(props as FormProps<'edit'>)} />);
    case 'make':
      return of(<MakeForm {...(props as FormProps<'make'>)} />);
    case 'retire':
      return of(<RetireForm {...(props as FormProps<'retire'>)} />);
    case 'split':
      return of(<SplitForm {...(props as FormProps<'split'>)} />);
    case 'merge':
      return of(<MergeForm {...(props as FormProps<'merge'>)} />);
  }
}
