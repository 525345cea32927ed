export { Lane, type LaneListener, type LaneMessage, type LaneMode } from './lane.ts';
