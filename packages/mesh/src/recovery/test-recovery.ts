import { ManualClock, RECONNECTION_PRESETS, type ReconnectionPolicy, SdkError } from '@remotemedia/base';
import { toPeerId } from '@remotemedia/signaling';
import { Recovery } from './recovery.ts';

/** How a test's recovery begins. */
export interface RecoverySetup {
  /** Whether it gives way. @default false */
  readonly polite?: boolean;
  /** When it tries. @default upstream's */
  readonly policy?: ReconnectionPolicy;
  /** Whether the connection is up. @default true */
  readonly isUp?: boolean;
}

/** A recovery under test, and what happened. */
export interface RecoveryUnderTest {
  /** Its time. */
  readonly clock: ManualClock;
  /** What it did, in order. */
  readonly did: string[];
  /** What its port says. */
  readonly port: { isAnswered: boolean; isBelieved: boolean; redialFails: boolean };
  /** The recovery. */
  readonly recovery: Recovery;
  /** Reconnections, as kind and milliseconds. */
  readonly events: string[];
  /** Stages that it went through. */
  readonly stages: string[];
  /** Where it is. */
  readonly where: () => string;
}

/** A recovery of a connection that is up, with what it did in order. */
export function setUpRecovery(options: RecoverySetup = {}): RecoveryUnderTest {
  const { polite = false, policy = RECONNECTION_PRESETS.default, isUp = true } = options;
  const clock = new ManualClock();
  const did: string[] = [];
  const port = { isAnswered: true, isBelieved: false, redialFails: false };
  const recovery = new Recovery(
    {
      isAnswered: () => port.isAnswered,
      isBelieved: () => port.isBelieved,
      restart: ({ isStale }) => did.push(isStale ? 'restart anew' : 'restart'),
      redial: () => {
        did.push('redial');
        if (port.redialFails) throw new SdkError('resource-exhausted', 'too many connections');
      },
      probe: () => did.push('probe'),
    },
    { peerId: toPeerId('bob'), policy, timeoutMs: 30_000, polite, isReachable: true, clock },
  );
  const events: string[] = [];
  recovery.on('reconnected', ({ kind, durationMs }) => events.push(`${kind} ${durationMs}`));
  const stages: string[] = [];
  recovery.on('change', (status) => stages.push(status.kind === 'recovering' ? status.stage : status.kind));
  if (isUp) recovery.up();
  stages.length = 0;
  const where = () => (recovery.status.kind === 'recovering' ? recovery.status.stage : recovery.status.kind);
  return { clock, did, port, recovery, events, stages, where };
}
