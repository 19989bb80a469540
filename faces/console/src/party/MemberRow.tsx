import { useState } from 'react';
import { placeRows } from '../../../shared/form/pickers.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Combo, type ComboRow } from '../../../shared/ui/Combo.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field, Wrong } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';
import type { MemberPage } from './types.ts';
import { useSend } from './use-party.ts';

type Member = MemberPage['rows'][number];

/** Another grid where a member lives: after grids were split nobody but those who know them can say which. */
function Resettle({ org, one, version, onClose }: { org: string; one: Member; version: number; onClose: () => void }) {
  const [place, setPlace] = useState<ComboRow | null>(one.residence);
  const send = useSend<object>(`/party/orgs/${org}/members/${one.id}/resettle`, 'party.done.resettle', onClose);
  return (
    <Dialog open onClose={onClose} title={t('party.act.resettleOf', { name: one.name })} dismissable={false}>
      <form
        className="hy-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ version, residence: place?.id ?? null });
        }}
      >
        <Field id="party-residence" label={t('party.field.residence')}>
          <Combo
            id="party-residence"
            label={t('party.field.residence')}
            value={place}
            search={placeRows}
            onChange={setPlace}
          />
        </Field>
        {send.error && (
          <Wrong>{[send.error.message, ...send.error.fields.map((field) => field.message)].join(' · ')}</Wrong>
        )}
        <div className="hy-actions">
          <Button
            type="submit"
            look="primary"
            busy={send.isPending}
            disabled={!place || place.id === one.residence?.id}
            data-testid="resettle-send"
          >
            {t('act.save')}
          </Button>
          <Button look="plain" onClick={onClose}>
            {t('act.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function MemberRow({ org, one, version, may }: { org: string; one: Member; version: number; may: boolean }) {
  const [resettling, setResettling] = useState(false);
  const release = useSend<object>(`/party/orgs/${org}/members/${one.id}/release`, 'party.done.release');
  const lives = one.relation === 'own';
  return (
    <tr>
      <td>{one.name}</td>
      <td>{t(`party.standing.${one.standing}`)}</td>
      <td>{lives ? (one.residence?.name ?? '') : (one.home?.name ?? t(`party.relation.${one.relation}`))}</td>
      <td className="hy-num hy-soft">{one.from}</td>
      {may && (
        <td className="party-row-acts">
          {lives && (
            <Button look="plain" onClick={() => setResettling(true)} data-testid="resettle">
              {t('party.act.resettle')}
            </Button>
          )}
          <Button look="plain" busy={release.isPending} onClick={() => release.mutate({ version })}>
            {t('party.act.release')}
          </Button>
          {resettling && <Resettle org={org} one={one} version={version} onClose={() => setResettling(false)} />}
        </td>
      )}
    </tr>
  );
}
