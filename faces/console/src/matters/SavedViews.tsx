import { Bookmark, X } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { countyId } from '../../../shared/api/county.ts';
import type { Me } from '../../../shared/api/types.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { t } from '../../../shared/words/i18n.ts';

type Saved = { name: string; view: string; search: string };

function read(key: string): Saved[] {
  try {
    const list = JSON.parse(localStorage.getItem(key) ?? '[]') as unknown;
    return Array.isArray(list) ? (list as Saved[]) : [];
  } catch {
    return [];
  }
}

/** Filters kept by name on this device, one press away. */
export function SavedViews({ me, view }: { me: Me; view: string }) {
  const key = `huying.views.${countyId}.${me.person.id}`;
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [views, setViews] = useState(() => read(key));
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const keep = (list: Saved[]) => {
    localStorage.setItem(key, JSON.stringify(list));
    setViews(list);
  };
  const here = views.filter((one) => one.view === view);
  const isNew = search.length > 1 && !here.some((one) => one.search === search);
  return (
    <div className="saved">
      {here.map((one) => (
        <span className="saved-view" key={one.search} data-on={one.search === search || undefined}>
          <button type="button" onClick={() => navigate(`${pathname}${one.search}`)}>
            <Bookmark size="1em" aria-hidden />
            {one.name}
          </button>
          <button
            type="button"
            aria-label={t('act.removeNamed', { name: one.name })}
            onClick={() => keep(views.filter((other) => other !== one))}
          >
            <X size="1em" aria-hidden />
          </button>
        </span>
      ))}
      {isNew && (
        <Button look="plain" icon={<Bookmark size="1em" aria-hidden />} onClick={() => setNaming(true)}>
          {t('views.save')}
        </Button>
      )}
      <Dialog open={naming} onClose={() => setNaming(false)} title={t('views.save')}>
        <form
          className="hy-form"
          onSubmit={(event) => {
            event.preventDefault();
            if (!name.trim()) return;
            keep([...views, { name: name.trim(), view, search }]);
            setName('');
            setNaming(false);
          }}
        >
          <Field id="view-name" label={t('views.name')} hint={t('views.hint')}>
            <input
              className="hy-input"
              id="view-name"
              maxLength={20}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <div className="hy-actions">
            <Button type="submit" look="primary">
              {t('act.save')}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
