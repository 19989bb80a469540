import type { Limit } from '../clocks/index.ts';
import { once, type PackFault, type Report, reporter } from './fault.ts';
import type { Pack } from './pack.ts';

/** The county's levels, ladder, choices and limits fit together. */
export function checkCounty({ county, calendar }: Pack, faults: PackFault[]): void {
  const report = reporter('county.json', faults);
  const order = county.levels.map((level) => level.kind);
  once(
    report,
    order.map((value, i) => ({ path: `levels[${i}].kind`, value })),
  );
  const ladder = county.raiseLadder.map((kind) => order.indexOf(kind));
  ladder.forEach((rank, i) => {
    if (rank < 0) report(`raiseLadder[${i}]`, 'unknown_level', '没有这个层级', 'no such level');
    else if (i > 0 && rank >= ladder[i - 1]!)
      report(`raiseLadder[${i}]`, 'ladder_not_upwards', '上报层级应逐级向上', 'the ladder must go upwards');
  });
  if (county.raiseLadder.at(-1) !== 'county')
    report('raiseLadder', 'ladder_not_upwards', '上报的最高一级应是县', 'the ladder must end at the county');
  for (const [channel, kind] of Object.entries(county.firstHolder)) {
    if (!county.raiseLadder.includes(kind))
      report(
        `firstHolder.${channel}`,
        'not_on_ladder',
        '首接层级不在上报层级中',
        'the first holder is not on the ladder',
      );
    if (!county.channels.some((one) => one.code === channel))
      report(`firstHolder.${channel}`, 'unknown_channel', '没有这个来源渠道', 'no such channel');
  }
  county.channels.forEach(({ code }, i) => {
    if (!county.firstHolder[code])
      report(`channels[${i}]`, 'no_first_holder', `渠道“${code}”没有首接层级`, `channel "${code}" has no first holder`);
  });
  for (const list of ['rejectReasons', 'refuseReasons', 'outcomes', 'channels'] as const)
    once(
      report,
      county[list].map(({ code }, i) => ({ path: `${list}[${i}].code`, value: code })),
    );
  checkLimits(report, 'limits', county.limits);
  checkHours(calendar, reporter('calendar.json', faults));
}

/** Days and minutes are whole and above zero. */
export function checkLimits(report: Report, path: string, limits: Readonly<Record<string, Limit | undefined>>): void {
  for (const [kind, limit] of Object.entries(limits))
    if (limit && !(Number.isInteger(limit.n) && limit.n > 0))
      report(`${path}.${kind}`, 'bad_limit', '时限须为正整数', 'a limit must be a whole number above zero');
}

function checkHours(calendar: Pack['calendar'], report: Report): void {
  once(
    report,
    calendar.seasons.map(({ from }, i) => ({ path: `seasons[${i}].from`, value: from })),
  );
  once(
    report,
    calendar.workweek.map((day, i) => ({ path: `workweek[${i}]`, value: String(day) })),
  );
  calendar.seasons.forEach(({ spans }, s) => {
    spans.forEach((span, i) => {
      if (span.from >= span.to || (i > 0 && spans[i - 1]!.to > span.from))
        report(
          `seasons[${s}].spans[${i}]`,
          'bad_span',
          '时段须先后有序、互不重叠',
          'spans must be in order and not overlap',
        );
    });
  });
  if (typeof calendar.days !== 'string')
    once(
      report,
      calendar.days.map(({ day }, i) => ({ path: `days[${i}].day`, value: day })),
    );
}
