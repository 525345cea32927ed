import type { IceServer } from '../server-options.ts';
import type { TurnSettings } from './turn-options.ts';

/** A user name and a password for the TURN server. */
export interface TurnCredentials {
  /** The TURN server with both, for `RTCConfiguration.iceServers`. */
  readonly iceServer: IceServer;
  /** When the TURN server takes them no more, in milliseconds of Unix time. */
  readonly expiresAtMs: number;
}

/**
 * Makes a user name and a password that the TURN server can check without being told of them. Source: "A REST API For
 * Access To TURN Services" (draft-uberti-behave-turn-rest), §2.2: the name is the time of expiry and the peer, the
 * password is the name's HMAC-SHA1 under the shared secret.
 *
 * @param peerId whom they are for; the TURN server writes it to its log
 * @param nowMs Unix time in milliseconds
 */
export function mintTurnCredentials(settings: TurnSettings, peerId: string, nowMs: number): TurnCredentials {
  const expirySeconds = Math.floor(nowMs / 1_000) + settings.ttlSeconds;
  const username = `${expirySeconds}:${peerId}`;
  const iceServer = { urls: settings.uris, username, credential: settings.secret.sign(username) };
  return { iceServer, expiresAtMs: expirySeconds * 1_000 };
}
