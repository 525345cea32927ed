import type { IceServerOffer } from '@remotemedia/signaling';

/** What an application gives that is asked for ICE servers: the servers, or with them the time after which to ask again. */
export type IceServersAnswer = readonly RTCIceServer[] | IceServerOffer;

/** A user name that begins with the time at which it runs out, in seconds since 1970 (TURN REST, draft-uberti-behave-turn-rest-00 §2.2). */
const REST_NAME = /^(\d{9,11}):/;

/**
 * The servers of an answer and when they run out: as it says itself, else by the earliest user name that has a time in it.
 * A time that is over already says that this machine's clock is wrong, and nothing else.
 *
 * @param wallMs time of day, in milliseconds since 1970
 */
export function offerOf(answer: IceServersAnswer, wallMs: number): IceServerOffer {
  if ('iceServers' in answer) return answer;
  const times = answer.flatMap(({ username = '' }) => Number(REST_NAME.exec(username)?.[1] ?? []) * 1_000 || []);
  const expiresInMs = Math.min(...times) - wallMs;
  return { iceServers: answer, expiresInMs: Number.isFinite(expiresInMs) ? Math.max(0, expiresInMs) : 0 };
}
