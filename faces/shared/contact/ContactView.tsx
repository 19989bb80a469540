import { useQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { api, type ProblemError } from '../api/client.ts';
import { faceBase } from '../api/county.ts';
import type { Bilingual } from '../api/types.ts';
import { Failed, Loading } from '../ui/Stages.tsx';
import { both, t } from '../words/i18n.ts';
import './contact.css';

type ContactPlace = { id: string; name: string; kind: string };
type ContactPost = {
  kind: string;
  word: Bilingual;
  duties: { everyday: Bilingual[]; emergency: Bilingual[] };
  hours: Bilingual | null;
  holders: { name: string; phone: string | null }[];
};
export type Contact = {
  place: ContactPlace;
  within: ContactPlace[];
  rows: { place: ContactPlace; posts: ContactPost[]; units: { id: string; name: string }[] }[];
};
export type ContactAt = { place: string } | { lon: number; lat: number };

/** Who answers at a place or point, as anybody may read it: the nearest first, what each owes, and the way to report. */
export function ContactView({ at, headed = true }: { at: ContactAt; headed?: boolean }) {
  const { data, error, refetch } = useQuery<Contact, ProblemError>({
    queryKey: ['contact', at],
    queryFn: ({ signal }) => api<Contact>('/public/contact', { query: at, signal }),
  });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={6} />;
  return (
    <div className="hy-contact" data-testid="contact">
      <p className="hy-contact-within">{data.within.map((place) => place.name).join(' › ')}</p>
      {headed && <h1>{t('contact.title', { place: data.place.name })}</h1>}
      <p>
        <a className="hy-button" data-look="primary" data-size="large" href={`${faceBase('pocket')}/report`}>
          <Megaphone size="1.2em" aria-hidden /> {t('contact.report')}
        </a>
      </p>
      {data.rows.map(({ place, posts, units }) => (
        <section key={place.id} aria-label={place.name}>
          <h2>{place.name}</h2>
          <ul>
            {posts.map((post) => (
              <Post key={post.kind} post={post} />
            ))}
          </ul>
          {units.length > 0 && (
            <p className="hy-soft">{t('units.hereAre', { units: units.map((unit) => unit.name).join('、') })}</p>
          )}
        </section>
      ))}
      <p className="hy-soft">{t('contact.private')}</p>
    </div>
  );
}

function Post({ post }: { post: ContactPost }) {
  const { everyday, emergency } = post.duties;
  return (
    <li>
      <p className="hy-contact-who">
        <span>{both(post.word)}</span>
        <strong>
          {post.holders.length === 0 && <span className="hy-soft">{t('contact.vacant')}</span>}
          {post.holders.map(({ name, phone }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: masked names may be alike; the list is never reordered
            <span key={`${name}${index}`}>
              {name} {phone && <a href={`tel:${phone}`}>{phone}</a>}
            </span>
          ))}
        </strong>
      </p>
      {post.hours && <p className="hy-soft">{both(post.hours)}</p>}
      <details>
        <summary>{t('contact.duties')}</summary>
        <h3>{t('contact.everyday')}</h3>
        <ul>
          {everyday.map((duty) => (
            <li key={duty.zh}>{both(duty)}</li>
          ))}
        </ul>
        <h3>{t('contact.emergency')}</h3>
        <ul>
          {emergency.map((duty) => (
            <li key={duty.zh}>{both(duty)}</li>
          ))}
        </ul>
      </details>
    </li>
  );
}
