import type { SdkErrorCode } from '@remotemedia/base';

/** What peers say to each other, by the names that metrics give it. */
export type RelayedType = 'offer' | 'answer' | 'ice_candidate' | 'disconnect';

/** Hears what happens in a hub, to count it. Methods must be quick and must not throw. */
export interface HubObserver {
  /** A peer entered after `durationMs` milliseconds. */
  joined(durationMs: number): void;
  /** A stay is over. `reason` is absent when the peer left or was lost, else the code with which it was cut off. */
  left(reason: SdkErrorCode | undefined): void;
  /** A message was taken to be passed on. */
  accepted(type: RelayedType): void;
  /** A message was handed to its receiver's connection after `waitedMs` milliseconds. */
  relayed(waitedMs: number): void;
  /** A request was refused. */
  refused(code: SdkErrorCode): void;
  /** An interrupted stay was to be taken up again; `code` is absent where that worked. */
  resumed(code: SdkErrorCode | undefined): void;
}

/** Counts nothing. */
export const NOBODY_WATCHES: HubObserver = {
  joined() {},
  left() {},
  accepted() {},
  relayed() {},
  refused() {},
  resumed() {},
};
