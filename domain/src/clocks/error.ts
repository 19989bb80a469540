export type ClockErrorCode =
  | 'instant_invalid'
  | 'day_invalid'
  | 'limit_invalid'
  | 'limit_not_positive'
  | 'limit_not_whole'
  | 'pause_invalid'
  | 'pause_open'
  | 'share_invalid'
  | 'end_of_day_invalid'
  | 'offset_invalid'
  | 'workweek_empty'
  | 'workweek_invalid'
  | 'seasons_empty'
  | 'season_invalid'
  | 'season_twice'
  | 'spans_empty'
  | 'span_invalid'
  | 'spans_overlap'
  | 'year_invalid'
  | 'calendar_day_invalid'
  | 'calendar_day_twice'
  | 'deadline_too_far';

/** A clock cannot be counted. `code` is stable, `at` names the field ('seasons[0].spans'); no words for people. */
export class ClockError extends Error {
  readonly code: ClockErrorCode;
  readonly at: string | undefined;

  constructor(code: ClockErrorCode, at?: string) {
    super(at === undefined ? code : `${code} at ${at}`);
    this.name = 'ClockError';
    this.code = code;
    this.at = at;
  }
}
