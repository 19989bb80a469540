import { faceBase } from '../../shared/api/county.ts';
import type { County } from '../../shared/api/types.ts';
import { ContactView } from '../../shared/contact/ContactView.tsx';
import { LangToggle } from '../../shared/ui/LangToggle.tsx';
import { Mark } from '../../shared/ui/Mark.tsx';
import { both, t } from '../../shared/words/i18n.ts';

/** What the code on a building's board opens. */
export default function ContactPage({ county, place }: { county: County; place: string }) {
  return (
    <div className="pb-page">
      <header className="pb-head" data-short>
        <div className="pb-bar">
          <Mark size={34} onDark />
          <a className="pb-name" href={`${faceBase('public')}/`}>
            {both(county.name)} · {both(county.loop)}
          </a>
          <LangToggle look="plain" />
        </div>
      </header>
      <main className="pb-contact">
        <ContactView at={{ place }} />
      </main>
      <footer className="pb-foot">{county.synthetic && <p>{t('public.synthetic')}</p>}</footer>
    </div>
  );
}
