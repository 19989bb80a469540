import { useState } from 'react';
import { t } from '../../../shared/words/i18n.ts';
import { Closing } from './Closing.tsx';
import { branchLine, counted, Follows, useConsequences } from './consequences.tsx';
import { type FormProps, prevented } from './form-props.ts';
import { useOrder } from './forms.tsx';

export function RetireForm({ county, sheet, onDone, onCancel }: FormProps<'retire'>) {
  const { place, version } = sheet;
  const [from, setFrom] = useState(county.today);
  const order = useOrder(`/places/${place.id}/retire`, onDone);
  const facts = useConsequences(place.id).data;
  const up = { parent: facts?.parent?.name ?? '' };
  const coded = facts?.below.filter((one) => one.coded).length ?? 0;
  return (
    <form className="hy-form" noValidate onSubmit={prevented(() => order.mutate({ version, from }))}>
      <Follows
        facts={facts}
        lines={
          facts
            ? [
                ...counted('territory.then.coded', coded),
                ...counted('territory.then.matters', facts.matters, up),
                ...counted('territory.then.open', facts.openMatters, up),
                ...counted('territory.then.termsEnd', facts.terms),
                ...counted('territory.then.below', facts.below.length - coded, up),
                ...counted('territory.then.units', facts.units, up),
                ...counted('territory.then.reporting', facts.reporting, up),
                ...counted('territory.then.facilities', facts.facilities, up),
                ...counted('territory.then.devices', facts.devices, up),
                ...counted('territory.then.members', facts.members, up),
                ...branchLine('territory.then.branchesEnd', facts),
                ...counted('territory.then.plans', facts.plans),
                t('territory.then.history'),
              ]
            : []
        }
      />
      <Closing
        county={county}
        from={from}
        onFrom={setFrom}
        order={order}
        label={t('territory.send.retire')}
        disabled={coded > 0}
        onCancel={onCancel}
      />
    </form>
  );
}
