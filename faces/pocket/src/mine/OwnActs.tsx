import type { MatterView } from '../../../shared/api/types.ts';
import { t } from '../../../shared/words/i18n.ts';
import { Acts } from '../work/Acts.tsx';

/** Taking it back, or bringing it up again: there, but not in the way. */
export function OwnActs({
  matter,
  account,
  follow,
}: {
  matter: MatterView;
  account: string;
  follow: string | undefined;
}) {
  const abilities = matter.abilities.filter((one) => one.verb !== 'judge');
  if (abilities.length === 0) return null;
  const reopen = abilities.some((one) => one.verb === 'reopen');
  return (
    <section className="pk-section">
      <h2>{t(reopen ? 'pocket.own.reopen' : 'pocket.own')}</h2>
      <p className="hy-soft">{t(reopen ? 'pocket.own.reopen.more' : 'pocket.own.withdraw.more')}</p>
      <Acts matter={matter} abilities={abilities} account={account} follow={follow ?? null} />
    </section>
  );
}
