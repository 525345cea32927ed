import type { PeerId } from '@remotemedia/signaling';

/**
 * Keeps what the signaling server carries from being changed on its way. Every description we send is sealed, every
 * one that comes is checked before the browser reads it.
 */
export interface DescriptionGuard {
  /**
   * Puts a seal on a description of ours, whose SDP comes back with one attribute more that browsers ignore.
   *
   * @throws {SdkError} `internal` when the description names no certificate
   */
  seal(sdp: string): Promise<string>;
  /**
   * Checks a description that came as one of the peer `from`.
   *
   * @throws {SdkError} `permission-denied` when it is not what that peer sealed; the connection must end then
   */
  check(sdp: string, from: PeerId): Promise<void>;
}
