export { areaOf, ringArea } from './area.ts';
export {
  type CoverageFault,
  type CoverageKind,
  type CoverageRules,
  coverageFaults,
  type LeftBecause,
  type Mending,
  type MendRules,
  mendCoverage,
  type Outline,
} from './coverage/index.ts';
export { type FrameFault, frameFault, metresOutside, type PointFault, pointFrameFault } from './frame-fault.ts';
export { fromGcj02, toGcj02 } from './gcj02.ts';
export { holding, holdsMost } from './holding.ts';
export { metresBetween, metresToPiece, type Scale, scaleAt } from './plane.ts';
export { pointInRing } from './point-in-ring.ts';
export { readShape, type ShapeRead } from './read-shape.ts';
export {
  type Box,
  boxesMeet,
  boxOf,
  boxOfSpots,
  type Polygon,
  type Position,
  partsOf,
  pointInShape,
  type Ring,
  ringsOf,
  type Shape,
  shapeOf,
} from './shape.ts';
export { type ShapeFault, type ShapeFaultCode, shapeFaults } from './shape-faults.ts';
