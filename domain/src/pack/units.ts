export type UnitKind =
  | 'department'
  | 'town_office'
  | 'institution'
  | 'utility'
  | 'school'
  | 'hospital'
  | 'bank'
  | 'enterprise';

/** An organisation. */
export type Unit = {
  id: string;
  name: string;
  kind: UnitKind;
  /** Node id of the area it works for. */
  jurisdiction: string;
  /** Other names by which it is written in lists and tickets. */
  aliases: string[];
  /** It takes part in 双报到: its members report to a community. */
  reportingIn?: boolean;
  /** Node id of the grid or community it reports to. */
  reportsTo?: string;
};

export type UnitList = { units: Unit[] };
