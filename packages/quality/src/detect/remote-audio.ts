import type { PeerStats, ReceivedTrackStats } from '../stats/peer-stats.ts';

/**
 * What seems wrong with the sound of a peer.
 *
 * - `remote-audio-unbound`: its packets arrive and nothing takes the sound out: its track is in no element, the
 *   element does not play, or the page may not play yet. Only Chromium lets this be seen.
 * - `remote-audio-silent`: its packets arrive and are played, and they are perfectly silent. Whether the peer is muted or
 *   its microphone is dead cannot be seen from here.
 */
export type RemoteAudioProblem = 'remote-audio-unbound' | 'remote-audio-silent';

/** A problem that began or is over. */
export interface RemoteAudioWarning {
  /** What seems wrong. */
  readonly kind: RemoteAudioProblem;
  /** Whose sound. */
  readonly peerId: string;
  /** Names the track at both sides. */
  readonly mid: string;
  /** Id of the received track. */
  readonly trackId: string | undefined;
  /** `false` when it began, `true` when it is over. */
  readonly isOver: boolean;
}

/** How long it must last before it is told, in milliseconds. */
const AFTER_MS: Readonly<Record<RemoteAudioProblem, number>> = {
  'remote-audio-unbound': 4_000,
  'remote-audio-silent': 10_000,
};

/** A problem while it lasts. */
interface Episode extends Omit<RemoteAudioWarning, 'isOver'> {
  readonly sinceMs: number;
  isTold: boolean;
}

/** Watches the sound of remote peers in their statistics. */
export class RemoteAudioWatch {
  readonly #episodes = new Map<string, Map<string, Episode>>();

  /** Takes a sample. @returns what began or is over */
  take({ peerId, atMs, received }: PeerStats): RemoteAudioWarning[] {
    const episodes = this.#episodes.get(peerId) ?? new Map<string, Episode>();
    const heard = received.filter((track) => track.kind === 'audio');
    const warnings = heard.flatMap((track) => this.#follow(episodes, peerId, atMs, track));
    const gone = [...episodes.values()].filter(({ mid }) => !heard.some((track) => track.mid === mid));
    for (const { mid } of gone) episodes.delete(mid);
    this.#episodes.set(peerId, episodes);
    return [...warnings, ...gone.flatMap(endOf)];
  }

  /** Forgets a peer that is gone. @returns what is over with it */
  forget(peerId: string): RemoteAudioWarning[] {
    const episodes = [...(this.#episodes.get(peerId)?.values() ?? [])];
    this.#episodes.delete(peerId);
    return episodes.flatMap(endOf);
  }

  #follow(
    episodes: Map<string, Episode>,
    peerId: string,
    atMs: number,
    track: ReceivedTrackStats,
  ): RemoteAudioWarning[] {
    const { mid, trackId } = track;
    if (mid === undefined) return [];
    const kind = problemOf(track);
    const warnings: RemoteAudioWarning[] = [];
    const known = episodes.get(mid);
    if (known && known.kind !== kind) {
      warnings.push(...endOf(known));
      episodes.delete(mid);
    }
    if (!kind) return warnings;
    const episode = episodes.get(mid) ?? { kind, peerId, mid, trackId, sinceMs: atMs, isTold: false };
    episodes.set(mid, episode);
    if (!episode.isTold && atMs - episode.sinceMs >= AFTER_MS[kind]) {
      episode.isTold = true;
      warnings.push({ kind, peerId, mid, trackId, isOver: false });
    }
    return warnings;
  }
}

/** What is said when a problem is over: nothing of one that nobody was warned of. */
function endOf({ kind, peerId, mid, trackId, isTold }: Episode): RemoteAudioWarning[] {
  return isTold ? [{ kind, peerId, mid, trackId, isOver: true }] : [];
}

function problemOf({
  packetsReceivedNow,
  samplesPlayedNow,
  audioEnergyNow,
}: ReceivedTrackStats): RemoteAudioProblem | undefined {
  if (!packetsReceivedNow) return undefined;
  if (samplesPlayedNow === 0) return 'remote-audio-unbound';
  return samplesPlayedNow !== undefined && audioEnergyNow === 0 ? 'remote-audio-silent' : undefined;
}
