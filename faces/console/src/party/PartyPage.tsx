import { Download, Upload } from 'lucide-react';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { apiUrl } from '../../../shared/api/client.ts';
import { useRootPlace, useShapes } from '../../../shared/api/hooks.ts';
import { MapView } from '../../../shared/map/MapView.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { EmptyState } from '../../../shared/ui/Stages.tsx';
import { t } from '../../../shared/words/i18n.ts';
import { ImportDialog } from '../jobs/ImportDialog.tsx';
import { MakeForm } from './OrgActs.tsx';
import { OrgTree } from './OrgTree.tsx';
import { OrgStage } from './OrgView.tsx';
import { PartyHead } from './PartyHead.tsx';
import { jointTint } from './tints.ts';
import type { OrgSheet } from './types.ts';
import { useOrg, useOrgs, useParty } from './use-party.ts';

/** The map of an organisation's place, with what it covers in its own colour. */
function OrgMap({ org }: { org: OrgSheet | undefined }) {
  const navigate = useNavigate();
  const root = useRootPlace().data?.id ?? null;
  const place = org?.place.id ?? root;
  const own = useShapes(place).data;
  const kept = new Set(org?.places.filter((one) => one.to === null).map((one) => one.id) ?? []);
  const only = own && own.features.length > 0;
  const shapes = own && {
    ...own,
    features: own.features.map((one) => ({
      ...one,
      properties: {
        ...one.properties,
        own: one.properties.id === place && !kept.has(String(one.properties.id)),
        ...(kept.has(String(one.properties.id)) ? { tint: jointTint(2) } : {}),
      },
    })),
  };
  if (!shapes || !only) return <EmptyState title={org?.place.name ?? t('loading.words')} />;
  return (
    <MapView
      label={org?.place.name ?? t('page.party')}
      shapes={shapes}
      fit={`${place}.${shapes.features.length}`}
      onSelectPlace={(id) => navigate(`/territory/${id}`)}
    />
  );
}

/** The party's organisation: the tree, one organisation, its place on the map. */
export default function PartyPage() {
  const params = useParams();
  const party = useParty().data;
  const top = useOrgs({}).data?.rows[0]?.id ?? null;
  const id = params.id ?? top;
  const org = useOrg(id);
  const [q, setQ] = useState('');
  const [ending, setEnding] = useState(false);
  const [making, setMaking] = useState(false);
  const [importing, setImporting] = useState(false);
  const line = [...(org.data?.line.map((one) => one.id) ?? []), ...(id ? [id] : [])];
  return (
    <div className="master party">
      <PartyHead at="tree">
        {party?.edits && <Button onClick={() => setMaking(true)}>{t('party.act.makeRoot')}</Button>}
        {party?.edits && (
          <Button
            icon={<Upload size="1em" aria-hidden />}
            onClick={() => setImporting(true)}
            data-testid="import-members"
          >
            {t('imports.members')}
          </Button>
        )}
        <a className="hy-button" href={apiUrl('/exports/members.xlsx', { org: params.id })} download>
          <Download size="1em" aria-hidden />
          {t('party.exportMembers')}
        </a>
      </PartyHead>
      <nav className="party-tree" aria-label={t('party.tree')}>
        <div className="party-find">
          <input
            className="hy-input"
            type="search"
            aria-label={t('party.search')}
            placeholder={t('party.search')}
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <Button aria-pressed={ending} title={t('party.ending.hint')} onClick={() => setEnding(!ending)}>
            {t('party.ending')}
          </Button>
        </div>
        <OrgTree q={q.trim()} ending={ending} selected={id} line={line} />
      </nav>
      <section className="list" aria-label={t('page.party')}>
        {id ? <OrgStage query={org} /> : <EmptyState title={t('party.empty')}>{t('party.empty.hint')}</EmptyState>}
      </section>
      <aside className="side side-map" aria-label={t('list.map')}>
        <OrgMap org={org.data} />
      </aside>
      {importing && <ImportDialog kinds={['members']} onClose={() => setImporting(false)} />}
      {making && (
        <Dialog open onClose={() => setMaking(false)} title={t('party.act.makeRoot')} dismissable={false}>
          <MakeForm parent={null} onClose={() => setMaking(false)} />
        </Dialog>
      )}
    </div>
  );
}
