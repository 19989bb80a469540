/** The county's figures by room, and the list of the console that each of them opens. */
export type Figure = { key: string; list?: string };

export const FIGURE_ROOMS: { room: string; figures: Figure[] }[] = [
  {
    room: 'territory',
    figures: [
      { key: 'towns', list: '/territory' },
      { key: 'communities', list: '/territory' },
      { key: 'villages', list: '/territory' },
      { key: 'grids', list: '/territory' },
      { key: 'residentGrids' },
      { key: 'reservedGrids' },
      { key: 'dedicatedGrids' },
      { key: 'gridsBefore' },
      { key: 'compounds', list: '/territory' },
    ],
  },
  {
    room: 'party',
    figures: [
      { key: 'gridBranches', list: '/party' },
      { key: 'ownBranches' },
      { key: 'jointBranches' },
      { key: 'gridsUnderJointBranches' },
      { key: 'coveredGrids' },
      { key: 'compoundBranches' },
      { key: 'buildingGroups' },
      { key: 'plaqueHouseholds' },
      { key: 'partyCentreHouseholds' },
    ],
  },
  {
    room: 'people',
    figures: [
      { key: 'gridMembers' },
      { key: 'fullTimeGridMembers', list: '/people?post=grid_member' },
      { key: 'womenGridMembers', list: '/people?post=women_grid_member' },
      { key: 'partTimeRiders', list: '/people?post=part_time_rider' },
      { key: 'buildingHeads', list: '/people?post=building_head' },
      { key: 'stairwayHeads', list: '/people?post=stairway_head' },
      { key: 'compoundHeads', list: '/people?post=compound_head' },
      { key: 'secondedCadres' },
      { key: 'firstSecretaries', list: '/people?post=first_secretary' },
      { key: 'gridFirstSecretaries', list: '/people?post=grid_first_secretary' },
      { key: 'stationedOfficers' },
      { key: 'enforcementOfficers', list: '/people?post=enforcement_officer' },
      { key: 'sendingDepartments', list: '/people?post=sent_officer' },
      { key: 'linkedCadres', list: '/people?post=linked_cadre' },
      { key: 'communityWorkers', list: '/people?post=community_worker' },
      { key: 'gradedWorkers', list: '/people?tab=grades' },
      { key: 'delegates', list: '/people?post=delegate' },
    ],
  },
  {
    room: 'units',
    figures: [
      { key: 'departments' },
      { key: 'reportingUnits', list: '/people?tab=units' },
      { key: 'reportedPlaces', list: '/people?tab=units' },
      { key: 'reportingMembers', list: '/people?post=reporting_member' },
      { key: 'volunteerTeams' },
      { key: 'items', list: '/items' },
      { key: 'itemsTownResponsible' },
    ],
  },
  {
    room: 'stations',
    figures: [{ key: 'stations' }, { key: 'restStations' }, { key: 'dutyTeams' }],
  },
  {
    room: 'devices',
    figures: [
      { key: 'cameras', list: '/devices?kind=camera' },
      { key: 'stairwayCameras', list: '/devices?kind=stairway_camera' },
      { key: 'highPoints', list: '/devices?kind=high_point' },
      { key: 'gates', list: '/devices?kind=gate' },
      { key: 'faceTerminals', list: '/devices?kind=face_terminal' },
      { key: 'fireLaneCameras', list: '/devices?kind=fire_lane_camera' },
    ],
  },
];
