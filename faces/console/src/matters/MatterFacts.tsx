import { Hash } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MatterView } from '../../../shared/api/types.ts';
import { ClockChip } from '../../../shared/matter/ClockChip.tsx';
import { StateTag } from '../../../shared/matter/StateTag.tsx';
import { dueText, momentText } from '../../../shared/words/format.ts';
import { t, tOr } from '../../../shared/words/i18n.ts';
import { Reporter } from './Reporter.tsx';

export function Heading({ matter, level }: { matter: MatterView; level: 1 | 2 }) {
  const Title = `h${level}` as const;
  return (
    <div className="matter-heading">
      <div className="matter-marks">
        <StateTag state={matter.state} />
        <span className="hy-chip hy-num" data-tone="line">
          <Hash size="0.9em" aria-hidden />
          {matter.number}
        </span>
        {matter.redoCount > 0 && <span className="hy-chip">{t('list.redos', { n: matter.redoCount })}</span>}
        {matter.historic && <span className="hy-chip">{t('matter.historic')}</span>}
      </div>
      <Title>{matter.item?.name ?? t('matter.noItem')}</Title>
    </div>
  );
}

/** The running clocks, soonest first; each explains itself. */
export function Clocks({ matter }: { matter: MatterView }) {
  const running = matter.clocks.filter((clock) => !clock.stoppedAt);
  if (running.length === 0) return null;
  return (
    <ul className="clocks" aria-label={t('matter.clocks')}>
      {running.map((clock) => (
        <li key={clock.no}>
          <ClockChip clock={clock} matterId={matter.id} named />
          <span className="hy-soft">
            {clock.unit?.name}
            {clock.dueAt && ` ${t('matter.dueAt', { at: dueText(clock.dueAt) })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Fact({ word, children }: { word: string; children: ReactNode }) {
  return (
    <div>
      <dt>{t(word)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const ENDED = new Set(['closed', 'rejected', 'withdrawn']);

export function Facts({ matter, brief }: { matter: MatterView; brief?: boolean }) {
  const { verdict, firstVerdict } = matter;
  const inHand = matter.lead?.name ?? matter.holder?.name;
  return (
    <dl className="facts">
      <Fact word="matter.where">
        {matter.placeNames.length > 0 ? matter.placeNames.join(' · ') : matter.place.name}
        {matter.address && <span className="block">{matter.address}</span>}
        {matter.placeThen && (
          <span className="block hy-soft" data-testid="place-then">
            {t('matter.placeThen')}：{matter.placeThen.names.join(' · ') || matter.placeThen.name}
          </span>
        )}
      </Fact>
      <Fact word="matter.who">
        <Reporter matter={matter} />
      </Fact>
      <Fact word="matter.channel">
        {t(`channel.${matter.channel}`)}
        <span className="hy-soft"> {momentText(matter.submittedAt)}</span>
      </Fact>
      {inHand && <Fact word={ENDED.has(matter.state) ? 'matter.handledBy' : 'matter.inHand'}>{inHand}</Fact>}
      {!brief && matter.condition && (
        <Fact word="matter.condition">
          {matter.condition.text}
          <span className="block hy-soft">
            {t('matter.finish', { finish: matter.condition.finish, version: matter.condition.listVersion })}
          </span>
        </Fact>
      )}
      {matter.outcome && <Fact word="field.outcome">{tOr([`option.outcome.${matter.outcome}`], matter.outcome)}</Fact>}
      {verdict && (
        <Fact word="matter.verdict">
          {(['met', 'resolved', 'satisfied'] as const)
            .map((one) => t(`verdict.${one}.${verdict[one] ? 'yes' : 'no'}`))
            .join(' · ')}
          {firstVerdict && !firstVerdict.satisfied && verdict.satisfied && (
            <span className="block hy-soft">{t('matter.firstUnsatisfied')}</span>
          )}
        </Fact>
      )}
    </dl>
  );
}
