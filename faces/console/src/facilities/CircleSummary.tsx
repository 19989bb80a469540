import { numberText, shareText } from '../../../shared/words/format.ts';
import { t } from '../../../shared/words/i18n.ts';
import type { Circle } from './circle-shapes.ts';

/** One result in figures: how many are covered, the sites found, each community. */
export function CircleSummary({ circle }: { circle: Circle }) {
  const { summary, body } = circle;
  const unit = t(`facilities.basis.${summary.basis}`);
  return (
    <>
      <p className="fac-big" data-testid="circle-share">
        <b>{shareText(summary.share)}</b>
        <span>
          {t('facilities.circle.covered', {
            covered: numberText(Math.round(summary.covered)),
            weight: numberText(Math.round(summary.weight)),
            unit,
            minutes: summary.minutes,
          })}
        </span>
      </p>
      <p className="hy-soft">
        {t('facilities.circle.how', { stations: numberText(summary.stations), communities: summary.communities, unit })}{' '}
        {summary.byArea > 0 && t('facilities.circle.byArea', { n: summary.byArea })}{' '}
        {summary.network
          ? t('facilities.circle.onWays', { n: numberText(summary.network.off.sources + summary.network.off.targets) })
          : t('facilities.circle.crow')}
      </p>
      {body.sites && (
        <section aria-labelledby="sites">
          <h3 id="sites">{t('facilities.circle.chosen')}</h3>
          {body.sites.chosen.length === 0 && <p className="hy-soft">{t('facilities.circle.nothingToAdd')}</p>}
          <ol className="fac-sites" data-testid="circle-sites-found">
            {body.sites.chosen.map((one) => (
              <li key={`${one.place}${one.point}`}>
                <span>{one.name}</span>
                <b className="hy-num">
                  {t('facilities.circle.adds', { n: numberText(Math.round(one.adds * 10) / 10), unit })}
                </b>
              </li>
            ))}
          </ol>
          <p className="hy-soft">
            {body.sites.optimal
              ? t('facilities.circle.optimal')
              : t('facilities.circle.gap', { gap: shareText(body.sites.gap) })}{' '}
            {t('facilities.circle.greedy', {
              best: numberText(Math.round(body.sites.adds)),
              greedy: numberText(Math.round(body.sites.greedyAdds)),
              n: numberText(body.sites.candidates),
              unit,
            })}
          </p>
        </section>
      )}
      <h3>{t('facilities.circle.communities')}</h3>
      <table className="table fac-communities">
        <thead>
          <tr>
            <th scope="col">{t('place.community')}</th>
            <th scope="col">{t('facilities.circle.share')}</th>
            <th scope="col">{t('facilities.circle.of')}</th>
            <th scope="col">{t('facilities.circle.mean')}</th>
          </tr>
        </thead>
        <tbody>
          {[...body.communities]
            .sort((a, b) => Number(a.basis === 'area') - Number(b.basis === 'area') || a.share - b.share)
            .slice(0, 200)
            .map((one) => (
              <tr key={one.id}>
                <td>{one.name}</td>
                <td>
                  <meter min={0} max={1} value={one.share} aria-label={one.name} />{' '}
                  <span className="hy-num">{shareText(one.share)}</span>
                </td>
                <td className="hy-num hy-soft">
                  {numberText(Math.round(one.covered))}/{numberText(Math.round(one.weight))}{' '}
                  {t(`facilities.basis.${one.basis}`)}
                </td>
                <td className="hy-num hy-soft">
                  {one.meanMinutes === null ? '' : t('facilities.circle.min', { n: one.meanMinutes })}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </>
  );
}
