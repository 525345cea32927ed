import type { SdkErrorCode } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';

/** How one family of clients says the same things as the others. */
export interface Dialect {
  /** Its name. */
  readonly name: 'peer' | 'page' | 'bare' | 'mesh';
  /** Members that each result has, on top of what the method says. */
  readonly success: { readonly success?: true };
  /** A peer's capabilities. */
  capabilities(of: PeerInfo['capabilities']): unknown;
  /** The number of an error. `invalidNumber` is what the called method has for an `invalid-argument`. */
  errorNumber(code: SdkErrorCode, invalidNumber: number): number;
  /**
   * The frame that tells peer `to` of something, in ASCII and without its last two braces, so that a number can follow;
   * `undefined` where the dialect has no words for it.
   */
  notice(message: SignalingNotification, to: string): string | undefined;
  /** One more frame, for clients that know the same thing by two names; without its last two braces, too. */
  secondNotice?(message: SignalingNotification): string | undefined;
}
