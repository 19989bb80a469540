import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { api, type ProblemError } from '../../../shared/api/client.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Wrong } from '../../../shared/ui/Field.tsx';
import { toast } from '../../../shared/ui/Toast.tsx';
import { momentText, numberText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';

export type Network = { version: number; ways: number; kilometres: number; madeAt: string };

/** The ways people walk on, and bringing in others. */
export function CircleWays({ network, canImport }: { network: Network | null; canImport: boolean }) {
  const client = useQueryClient();
  const file = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState<{ refused: number; faults: { feature: number; code: string }[] } | null>(null);
  const send = useMutation<
    { ways: number; refused: number; faults: { feature: number; code: string }[] },
    ProblemError,
    File
  >({
    mutationFn: (chosen) =>
      api('/imports/ways', {
        method: 'POST',
        body: new Blob([chosen], { type: 'application/geo+json' }),
        timeout: 120_000,
      }),
    onSuccess: (done) => {
      setTold(done);
      toast(t('facilities.ways.taken', { n: numberText(done.ways) }));
      void client.invalidateQueries({ queryKey: ['circle'] });
    },
  });
  return (
    <section aria-labelledby="ways">
      <h3 id="ways">{t('facilities.ways')}</h3>
      <p className="hy-soft">
        {network
          ? t('facilities.ways.loaded', {
              n: numberText(network.ways),
              km: numberText(Math.round(network.kilometres)),
              when: momentText(network.madeAt),
            })
          : t('facilities.ways.none')}
      </p>
      {canImport && (
        <>
          <input
            className="hy-sr"
            ref={file}
            type="file"
            accept=".json,.geojson"
            aria-label={t('facilities.ways.import')}
            tabIndex={-1}
            data-testid="ways-file"
            onChange={(event) => {
              const [chosen] = event.target.files ?? [];
              if (chosen) send.mutate(chosen);
              event.target.value = '';
            }}
          />
          <Button icon={<Upload size="1em" aria-hidden />} busy={send.isPending} onClick={() => file.current?.click()}>
            {t('facilities.ways.import')}
          </Button>
        </>
      )}
      {send.error && (
        <Wrong>
          {[send.error.message, ...send.error.fields.slice(0, 3).map((one) => `${one.path} ${one.message}`)].join(
            ' · ',
          )}
        </Wrong>
      )}
      {told && told.refused > 0 && (
        <ul className="hy-soft">
          {told.faults.slice(0, 10).map((fault) => (
            <li key={fault.feature}>
              {t('facilities.ways.fault', { n: fault.feature, why: t(`error.${fault.code}`) })}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
