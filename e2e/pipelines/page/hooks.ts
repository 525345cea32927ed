import type { Manifest } from '@remotemedia/sdk/pipeline';

/** Which of the tracks is meant. */
export type Kind = 'audio' | 'video';

/** What was heard of somebody since it was last asked to begin anew. */
export interface Heard {
  /** How long was listened. */
  readonly seconds: number;
  /** The longest silence, in sample-frames that arrived. */
  readonly longestSilenceMs: number;
  /** Turns of the wave in a second. */
  readonly pitchHz: number;
  /** Loudness; 1 is full scale. */
  readonly rms: number;
}

/** What is seen of somebody. */
export interface Seen {
  /** How far from grey the pixels are on average: 0 is grey, 255 pure colour. */
  readonly colour: number;
  /** Pictures since it was last asked to begin anew. */
  readonly pictures: number;
  /** Longest time between two of them by the sender's clock. */
  readonly longestGapMs: number;
}

/** What a test may do in a page: `window.pipes`. */
export interface PipeHooks {
  /** Enters a room. */
  join(options: { readonly signaling: string; readonly room: string; readonly peerId: string }): Promise<void>;
  /** Leaves it. */
  leave(): Promise<void>;
  /** Sends a steady tone and a coloured picture, through a pipeline if one is given. */
  publish(wish: {
    readonly toneHz: number;
    readonly picture: boolean;
    readonly pipeline?: { readonly audio?: Manifest; readonly video?: Manifest };
  }): Promise<void>;
  /** Puts a pipeline behind our own track. */
  attach(kind: Kind, manifest: Manifest): Promise<{ readonly host: string; readonly way: string }>;
  /** Puts a pipeline behind a track of a peer, and listens to what comes out of it from then on. */
  attachRemote(peerId: string, kind: Kind, manifest: Manifest): Promise<void>;
  /** Changes the pipeline behind our own track, so many times, from one manifest to the next, and not more often than said. */
  swap(
    kind: Kind,
    manifests: readonly Manifest[],
    pace: { readonly times: number; readonly everyMs: number },
  ): Promise<void>;
  /** Takes the pipeline away. */
  detach(kind: Kind): Promise<void>;
  /** Begins to listen and look anew. */
  begin(peerId: string): void;
  /** What was heard of a peer since. */
  heard(peerId: string): Promise<Heard>;
  /** What is seen of a peer. */
  seen(peerId: string): Promise<Seen>;
  /** Ids of the peers that are connected. */
  connected(): readonly string[];
  /** How many offers and answers the page has made. */
  descriptions(): number;
  /** Events of pipelines so far, by node, the last of each. */
  events(): Readonly<Record<string, unknown>>;
  /** Mixes what all peers send with a tone of our own, and gives each the sound of all the others. */
  mixForAll(manifest: Manifest, toneHz: number): Promise<void>;
  /** Loudness of tones in what a peer sends, 0–1, in the order given. */
  spectrum(peerId: string, tonesHz: readonly number[]): Promise<readonly number[]>;
}

declare global {
  interface Window {
    /** The page's side of a test. */
    pipes: PipeHooks;
  }
}
