import { LocateFixed } from 'lucide-react';
import { useState } from 'react';
import { type ContactAt, ContactView } from '../../../shared/contact/ContactView.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { findPosition, type PositionFailure } from '../device/position.ts';
import { Title } from '../frame/Frame.tsx';

/** 谁来管: where the phone is, who answers there. Nothing is asked of the phone before the button is pressed. */
export function WhoPage() {
  const [at, setAt] = useState<ContactAt | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | PositionFailure>('idle');
  const find = () => {
    setState('busy');
    findPosition().then(
      ({ point: [lon, lat] }) => {
        setAt({ lon, lat });
        setState('idle');
      },
      (failure: PositionFailure) => setState(failure),
    );
  };
  const failed = state !== 'idle' && state !== 'busy';
  return (
    <div className="hy-contact">
      <Title back="/">{t('contact.who')}</Title>
      {at === null && <p>{t('contact.whoHint')}</p>}
      <p>
        <button
          type="button"
          className="hy-button"
          data-look={at ? 'line' : 'primary'}
          data-wide
          data-testid="who-here"
          aria-busy={state === 'busy' || undefined}
          onClick={find}
        >
          <LocateFixed size="1.2em" aria-hidden /> {t(at ? 'contact.again' : 'contact.here')}
        </button>
      </p>
      {failed && <p role="alert">{t('contact.noPosition')}</p>}
      {at && <ContactView at={at} headed={false} />}
    </div>
  );
}
