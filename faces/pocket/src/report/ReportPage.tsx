import { Send } from 'lucide-react';
import { useCallback, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import type { County, Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { Loading } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { PhoneCode } from '../account/PhoneCode.tsx';
import { useSession } from '../account/session.ts';
import { useElder } from '../frame/elder.ts';
import { Title } from '../frame/Frame.tsx';
import { ItemChoice } from '../lib/ItemChoice.tsx';
import { useLine } from '../lib/line.ts';
import { PictureField } from '../lib/PictureField.tsx';
import { WordsField } from '../lib/WordsField.tsx';
import { enqueue } from '../queue/sender.ts';
import { type Account, ANONYMOUS, GUEST } from '../queue/types.ts';
import { type Draft, useDraft } from './draft.ts';
import { PlaceField } from './PlaceField.tsx';
import { reportTask, titleOf, wrongs } from './report.ts';

/** 我有事要说: a picture, the place, some words, and off it goes. */
export function ReportPage({ county }: { county: County }) {
  const { draft, change, done } = useDraft();
  return (
    <>
      <Title back="/">{t('pocket.report.title')}</Title>
      {draft ? <ReportForm county={county} draft={draft} change={change} done={done} /> : <Loading />}
    </>
  );
}

type FormProps = { county: County; draft: Draft; change: (part: Partial<Draft>) => void; done: () => Promise<void> };

function ReportForm({ county, draft, change, done }: FormProps) {
  const session = useSession();
  const elder = useElder() !== null;
  const online = useLine();
  const navigate = useNavigate();
  const id = useId();
  const [step, setStep] = useState<'write' | 'who'>('write');
  const [wrong, setWrong] = useState<Partial<Record<'words' | 'place', string>>>({});
  const [busy, setBusy] = useState(false);
  const where = useCallback((part: Partial<Draft>) => change(part), [change]);
  const staff = session?.me?.person.kind === 'staff';
  const mayHide = county.switches.anonymousReports === true && !staff;

  const send = async (account: Account) => {
    setBusy(true);
    const entry = await enqueue({
      account,
      title: titleOf(draft.words),
      task: reportTask({ ...draft, anonymous: account === ANONYMOUS }),
      pictures: draft.pictures,
    });
    await done();
    navigate(`/report/done/${entry.id}`, { replace: true });
  };
  const press = () => {
    const found = wrongs(draft);
    setWrong(found);
    if (found.words) document.getElementById(`${id}-words`)?.focus();
    if (Object.keys(found).length > 0) return;
    if (draft.anonymous && mayHide) void send(ANONYMOUS);
    else if (session?.me) void send(session.me.person.id);
    else if (!online) void send(GUEST);
    else setStep('who');
  };

  if (step === 'who') {
    return (
      <section className="pk-who">
        <h2>{t('pocket.who')}</h2>
        <p>{t('pocket.who.why')}</p>
        <PhoneCode
          county={county}
          wordsForSend={t('pocket.report.send')}
          onDone={(me: Me) => void send(me.person.id)}
        />
        <Button wide busy={busy} onClick={() => void send(GUEST)}>
          {t('pocket.who.later')}
        </Button>
        {mayHide && (
          <Button wide busy={busy} onClick={() => void send(ANONYMOUS)}>
            {t('pocket.who.hidden')}
          </Button>
        )}
        <Button wide look="plain" onClick={() => setStep('write')}>
          {t('pocket.who.back')}
        </Button>
      </section>
    );
  }

  return (
    <form
      className="pk-report"
      onSubmit={(event) => {
        event.preventDefault();
        press();
      }}
    >
      <section className="pk-part" aria-labelledby={`${id}-h1`}>
        <h2 id={`${id}-h1`}>
          <span className="pk-n">1</span> {t('pocket.part.picture')}
          <small>{t('pocket.part.picture.more')}</small>
        </h2>
        <PictureField pictures={draft.pictures} onChange={(pictures) => change({ pictures })} testId="report-photo" />
      </section>
      <section className="pk-part" aria-labelledby={`${id}-h2`}>
        <h2 id={`${id}-h2`}>
          <span className="pk-n">2</span> {t('pocket.part.place')}
        </h2>
        <PlaceField where={draft} onChange={where} wrong={wrong.place ? t(wrong.place) : null} />
      </section>
      <section className="pk-part" aria-labelledby={`${id}-h3`}>
        <h2 id={`${id}-h3`}>
          <span className="pk-n">3</span> <label htmlFor={`${id}-words`}>{t('pocket.part.words')}</label>
        </h2>
        <WordsField
          id={`${id}-words`}
          words={draft.words}
          onChange={(words) => change({ words })}
          placeholder={t('pocket.part.words.eg')}
          wrong={wrong.words !== undefined}
          testId="report-words"
        />
        {wrong.words && <Wrong id={`${id}-words-note`}>{t(wrong.words)}</Wrong>}
      </section>
      {!elder && (
        <details className="pk-part pk-details">
          <summary>{t('pocket.item')}</summary>
          <label className="hy-sr" htmlFor={`${id}-item`}>
            {t('pocket.item')}
          </label>
          <ItemChoice id={`${id}-item`} item={draft.item} onChange={(item) => change({ item })} />
        </details>
      )}
      {mayHide && (
        <label className="pk-switch">
          <input
            type="checkbox"
            checked={draft.anonymous}
            data-testid="report-anonymous"
            onChange={(event) => change({ anonymous: event.currentTarget.checked })}
          />
          <span>
            <strong>{t('pocket.hidden')}</strong>
            <small>{t('pocket.hidden.more')}</small>
          </span>
        </label>
      )}
      <div className="pk-send">
        <Button
          type="submit"
          look="primary"
          size="large"
          wide
          busy={busy}
          data-testid="report-send"
          icon={<Send size="1.2em" aria-hidden />}
        >
          {t(online ? 'pocket.report.send' : 'pocket.report.send.offline')}
        </Button>
      </div>
    </form>
  );
}
