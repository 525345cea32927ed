import { type Clock, SdkError, systemClock } from '@remotemedia/base';
import type { AcceptOptions, FileOffer } from './incoming/file-offer.ts';

/** What {@link FileTransfers} may be told. */
export interface FileTransfersOptions {
  /** Longest file that is taken, in bytes; longer ones are refused before anybody is asked. @default 17179869184 (16 GiB) */
  readonly maxFileBytes?: number;
  /** Files that one peer may have offered or be sending to us at one time; more are refused. @default 32 */
  readonly maxOpenTransfers?: number;
  /** Media types that are taken, such as `image/*` or `application/pdf`; others are refused. The sender says the type. @default all */
  readonly types?: readonly string[];
  /**
   * Answers offers without an `offer` event: gives how to accept, or `true`; anything else leaves it to the event.
   * @default nothing is accepted by itself
   */
  readonly accepts?: (offer: FileOffer) => AcceptOptions | boolean | undefined;
  /**
   * How long an offer waits for an answer before it is refused, in milliseconds. One of ours that the other side does not
   * even refuse fails `idleTimeoutMs` later. @default 300000
   */
  readonly offerTimeoutMs?: number;
  /** How long nothing may move although the way is there, in milliseconds. @default 60000 */
  readonly idleTimeoutMs?: number;
  /** How long transfers wait for a peer who is gone from the room to come back, in milliseconds. @default 60000 */
  readonly peerGoneMs?: number;
  /** Bytes of one transfer that may be under way and not yet written at the receiver. @default 8388608 */
  readonly windowBytes?: number;
  /** Longest file that may go to memory, in bytes. @default 268435456 */
  readonly maxMemoryBytes?: number;
  /** How long received files and parts that no transfer uses stay in the store, in milliseconds. @default 259200000 (3 days) */
  readonly maxStoredMs?: number;
  /** How many bytes of such files stay in the store; the oldest go first. @default 4294967296 (4 GiB) */
  readonly maxStoredBytes?: number;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock;
}

/** The options with nothing left out. */
export type FileSettings = Required<Omit<FileTransfersOptions, 'accepts' | 'types'>> &
  Pick<FileTransfersOptions, 'accepts' | 'types'>;

/** Longest time that is waited, in milliseconds (11 days): timers of browsers end at 2³¹, and fire at once beyond it. */
const MAX_WAIT_MS = 1_000_000_000;

const DEFAULTS: FileSettings = {
  maxFileBytes: 17_179_869_184,
  maxOpenTransfers: 32,
  offerTimeoutMs: 300_000,
  idleTimeoutMs: 60_000,
  peerGoneMs: 60_000,
  windowBytes: 8_388_608,
  maxMemoryBytes: 268_435_456,
  maxStoredMs: 259_200_000,
  maxStoredBytes: 4_294_967_296,
  clock: systemClock,
};

/**
 * Fills in what was left out or is `undefined`.
 *
 * @throws {SdkError} `invalid-argument` for a number that is none or negative: as a limit it would hold nothing back
 */
export function settingsOf(options: FileTransfersOptions): FileSettings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const settings: FileSettings = { ...DEFAULTS, ...Object.fromEntries(given) };
  for (const [name, value] of Object.entries(settings)) {
    const isNumber = typeof DEFAULTS[name as keyof FileSettings] === 'number';
    if (isNumber && !(typeof value === 'number' && value >= 0)) {
      throw new SdkError('invalid-argument', `${name} must be a number from 0, got ${JSON.stringify(value)}`);
    }
  }
  const waits = ['offerTimeoutMs', 'idleTimeoutMs', 'peerGoneMs'] as const;
  return { ...settings, ...Object.fromEntries(waits.map((name) => [name, Math.min(settings[name], MAX_WAIT_MS)])) };
}
