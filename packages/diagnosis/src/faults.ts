export { ConnectionFaults, type CutOptions, type HoldOptions } from './faults/connection-faults.ts';
export {
  createFaultySignaling,
  type FaultableSignaling,
  type FaultySignaling,
  type SignalingFaults,
} from './faults/faulty-signaling.ts';
export { createFaultyTokens, type FaultyTokens, type GiveToken } from './faults/faulty-tokens.ts';
export {
  type ActiveFault,
  type Fault,
  type FaultEvents,
  FaultSimulator,
  type FaultTarget,
  simulateFaults,
} from './faults/simulate-faults.ts';
