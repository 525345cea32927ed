import type { Caller } from '../../support/caller.ts';
import type { Identities, MessageCount, TransferReport } from '../page/hooks.ts';

/** When the path was lost and when it was there again, in milliseconds since 1970. */
export interface Disturbance {
  readonly lostAt: number;
  readonly backAt: number;
}

/** How media of one peer arrived at another. */
export interface MediaFigures {
  /** From the return of the path until pictures came again and went on coming, in milliseconds. */
  readonly toVideoMs: number | undefined;
  /** The same for sound. */
  readonly toAudioMs: number | undefined;
  /** Longest time without a new picture since the loss of the path, however long that was lost. */
  readonly longestVideoGapMs: number;
  /** Longest time without sound. */
  readonly longestAudioGapMs: number;
  /** Pictures per second over the whole. */
  readonly fps: number;
}

/** All that is known of one side after a scenario. */
export interface SideFigures {
  readonly media: MediaFigures;
  readonly same: Identities;
  readonly messages: MessageCount;
}

/** Looks at what came from a peer. */
export async function sideFigures(at: Caller, from: Caller, disturbance: Disturbance): Promise<SideFigures> {
  const { audio, video } = await at.do('arrivalsOf', from.id);
  const until = await at.do('now');
  return {
    media: {
      ...{ toVideoMs: flowsAfter(video, disturbance.backAt), toAudioMs: flowsAfter(audio, disturbance.backAt) },
      longestVideoGapMs: longestGap(video, disturbance.lostAt, until),
      longestAudioGapMs: longestGap(audio, disturbance.lostAt, until),
      fps: rate(video, disturbance.lostAt, until),
    },
    same: await at.do('identitiesOf', from.id),
    messages: await at.do('messagesOf', from.id),
  };
}

/** No gap of media is longer than this while it flows, also on a machine that has too much to do. */
const FLOWS_MS = 500;

/** How long after `start` media came that went on coming for a second. */
function flowsAfter(times: readonly number[], start: number): number | undefined {
  const later = times.filter((time) => time >= start);
  const first = later.find((time, index) => {
    const second = later.slice(index).filter((each) => each <= time + 1_000 + FLOWS_MS);
    return (second.at(-1) ?? 0) >= time + 1_000 && longestGap(second, time, time + 1_000) <= FLOWS_MS;
  });
  return first === undefined ? undefined : Math.round(first - start);
}

/** The longest time between two neighbours, from the last before `from` to `until`, which is no arrival. */
export function longestGap(times: readonly number[], from: number, until: number): number {
  const before = times.findLast((time) => time < from) ?? from;
  const relevant = [before, ...times.filter((time) => time >= from && time <= until), until];
  return Math.round(
    relevant.reduce((longest, time, index) => Math.max(longest, time - (relevant[index - 1] ?? time)), 0),
  );
}

function rate(times: readonly number[], from: number, until: number): number {
  return Math.round(times.filter((time) => time >= from).length / ((until - from) / 10_000)) / 10;
}

/** Whether every message came, once and in its order. */
export function areMessagesWhole(receiver: MessageCount, sender: MessageCount): boolean {
  const { received, repeated, disordered } = receiver;
  return received === sender.sent && repeated === 0 && disordered === 0 && sender.failures.length === 0;
}

/** What a transfer came to, in words. */
export function transferInWords({ state, bytes, isVerified }: TransferReport, durationMs: number): string {
  const megabits = ((bytes * 8) / 1_000 / durationMs).toFixed(1);
  return `${(bytes / 1e6).toFixed(0)} MB, ${megabits} Mbit/s, ${isVerified ? 'verified' : state}`;
}
