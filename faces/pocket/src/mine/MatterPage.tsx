import { useParams } from 'react-router';
import { keys } from '../../../shared/api/hooks.ts';
import type { County, MatterView } from '../../../shared/api/types.ts';
import { BeforeAfter, Gallery } from '../../../shared/matter/Pictures.tsx';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { Failed, Loading } from '../../../shared/ui/Stages.tsx';
import { agoText, momentText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import { useSession } from '../account/session.ts';
import { Title } from '../frame/Frame.tsx';
import { EntryFates } from '../queue/EntryFates.tsx';
import { ANONYMOUS } from '../queue/types.ts';
import { useSeen } from '../store/use-seen.ts';
import { WorkMatter } from '../work/WorkMatter.tsx';
import { Fact } from './Fact.tsx';
import { Judge } from './Judge.tsx';
import { OwnActs } from './OwnActs.tsx';
import { PlainStory, sayNow } from './PlainStory.tsx';

/** One matter: for its reporter (also by a secret link) told in plain words, for staff with what they may do. Opening it changes nothing. */
export function MatterPage({ county }: { county: County }) {
  const { id = '', secret } = useParams();
  const session = useSession();
  const person = secret ? null : (session?.me?.person.id ?? null);
  const staff = !secret && session?.me?.person.kind === 'staff';
  const found = useSeen<MatterView>(
    keys.matter(id),
    person,
    `/matters/${id}`,
    { follow: secret },
    session !== undefined,
  );
  const back = staff ? '/' : '/mine';
  if (found.isError || found.isPending) {
    return (
      <>
        <Title back={back}>{t(staff ? 'pocket.matter' : 'pocket.matter.mine')}</Title>
        {found.isError ? <Failed error={found.error} onRetry={() => void found.refetch()} /> : <Loading />}
      </>
    );
  }
  const { value: matter, fresh, at } = found.data;
  const account = secret ? ANONYMOUS : (person ?? ANONYMOUS);
  return (
    <article data-testid="matter" data-state={matter.state}>
      <Title back={back}>{t(staff ? 'pocket.matter' : 'pocket.matter.mine')}</Title>
      {!fresh && <p className="pk-stale">{t('pocket.seenAt', { when: agoText(at) })}</p>}
      <EntryFates matter={matter.id} account={account} />
      {staff ? (
        <WorkMatter matter={matter} account={account} county={county} />
      ) : (
        <Told matter={matter} account={account} {...(secret ? { follow: secret } : {})} />
      )}
    </article>
  );
}

function Told({ matter, account, follow }: { matter: MatterView; account: string; follow?: string }) {
  const mine = matter.story.find((entry) => entry.kind === 'matter.submit');
  const judging = matter.abilities.some((one) => one.verb === 'judge');
  const after = matter.files.some((one) => one.stage === 'after');
  return (
    <>
      <section className="pk-now">
        <StateTag state={matter.state} />
        <p data-testid="now">{sayNow(matter)}</p>
      </section>
      <Judge matter={matter} account={account} follow={follow} />
      {after && !judging && <BeforeAfter pictures={matter.files} follow={follow} />}
      <section className="pk-section">
        <h2>{t('pocket.story')}</h2>
        <PlainStory matter={matter} follow={follow} />
      </section>
      <section className="pk-section">
        <h2>{t('pocket.said')}</h2>
        <p className="pk-said">{matter.words ?? t('pocket.words.erased')}</p>
        {!after && <Gallery pictures={mine?.pictures ?? matter.files} follow={follow} />}
        <dl className="pk-facts">
          <Fact name="pocket.done.number" value={matter.number} />
          <Fact name="pocket.part.place" value={[...matter.placeNames, matter.address ?? ''].join(' ')} />
          <Fact name="pocket.said.when" value={momentText(matter.submittedAt)} />
          {matter.item && <Fact name="field.item" value={matter.item.name} />}
        </dl>
      </section>
      <OwnActs matter={matter} account={account} follow={follow} />
    </>
  );
}
