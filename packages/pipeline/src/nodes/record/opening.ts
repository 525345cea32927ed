import { SdkError } from '@remotemedia/base';
import { durationUs, type Packet, startUs, type TrackKind, trackKindOf } from './packet.ts';
import type { RecorderParams } from './recorder.ts';

/** How much of one kind may come before the file begins without the other, in µs. */
const AUTO_WAIT_US = 1_000_000;

/** How much of one kind may come before it is an error that the other is missing, in µs. */
const BOTH_WAIT_US = 10_000_000;

/** Times further apart than this, in µs, are of different clocks. */
const SAME_CLOCK_US = 10_000_000;

/** How a file begins. */
export interface Start {
  /** What has come so far, in that order; the first of each track is one that a decoder can begin with. */
  readonly packets: readonly Packet[];
  /** What becomes 0 in the file, for each track, in µs on the clock of its source. */
  readonly origins: ReadonlyMap<TrackKind, number>;
}

/** What is known of a track before the file begins. */
interface FirstSight {
  readonly atUs: number;
  /** On the clock of the host. */
  readonly nowMs: number;
}

/** Keeps the first packets until it is clear which tracks a file will have: its header must say. */
export class Opening {
  readonly #tracks: RecorderParams['tracks'];
  readonly #now: () => number;
  readonly #first = new Map<TrackKind, FirstSight>();
  readonly #expected = new Set<TrackKind>();
  readonly #held: Packet[] = [];
  #kinds: readonly TrackKind[] | undefined;

  constructor(tracks: RecorderParams['tracks'], now: () => number) {
    this.#tracks = tracks;
    this.#now = now;
  }

  /** Whether the file has begun. */
  get isDecided(): boolean {
    return this.#kinds !== undefined;
  }

  /** Whether a kind has come whose encoder has given nothing, though there was time. */
  get isOverdue(): boolean {
    return this.#waitedUs() >= AUTO_WAIT_US && [...this.#expected].some((kind) => !this.#first.has(kind));
  }

  /** Something of a kind has come; its packet may take a while. */
  expect(kind: TrackKind): void {
    this.#expected.add(kind);
  }

  /** Whether a kind belongs into the file, as far as is known. */
  wants(kind: TrackKind): boolean {
    if (this.#kinds) return this.#kinds.includes(kind);
    return this.#tracks === 'auto' || this.#tracks === 'both' || this.#tracks === kind;
  }

  /** Keeps a packet; those of pictures before the first key frame are of no use. */
  hold(packet: Packet): void {
    const kind = trackKindOf(packet);
    if (!this.#first.has(kind)) {
      if (packet.kind === 'encodedVideo' && !packet.isKeyFrame) return;
      this.#first.set(kind, { atUs: startUs(packet), nowMs: this.#now() });
    }
    this.#held.push(packet);
  }

  /**
   * How the file begins, if that can be said.
   *
   * @param isEnd nothing more will come
   * @throws {SdkError} `failed-precondition` when one of two tracks did not come
   */
  decide(isEnd: boolean): Start | undefined {
    if (this.#held.length === 0) return undefined;
    const kinds = [...this.#first.keys()];
    const wanted = this.#tracks === 'auto' || this.#tracks === 'both' ? 2 : 1;
    if (kinds.length < wanted && !this.#isLongEnough(isEnd)) return undefined;
    this.#kinds = kinds;
    return { packets: this.#held.splice(0), origins: this.#origins() };
  }

  #isLongEnough(isEnd: boolean): boolean {
    const waitedUs = this.#waitedUs();
    if (this.#tracks !== 'both') return isEnd || waitedUs >= AUTO_WAIT_US;
    if (!isEnd && waitedUs < BOTH_WAIT_US) return false;
    const missing = this.#first.has('audio') ? 'video' : 'audio';
    throw new SdkError('failed-precondition', `audio and video are to be recorded, and no ${missing} came`);
  }

  #waitedUs(): number {
    const [first] = this.#held;
    const last = this.#held.at(-1);
    return first && last ? startUs(last) + durationUs(last) - startUs(first) : 0;
  }

  /** Two sources of one clock keep their distance; others are put together as they arrived. */
  #origins(): ReadonlyMap<TrackKind, number> {
    const sights = [...this.#first.values()];
    const startsUs = sights.map(({ atUs }) => atUs);
    const earliestUs = Math.min(...startsUs);
    const earliestMs = Math.min(...sights.map(({ nowMs }) => nowMs));
    const isOneClock = Math.max(...startsUs) - earliestUs <= SAME_CLOCK_US;
    const originOf = ({ atUs, nowMs }: FirstSight) => (isOneClock ? earliestUs : atUs - (nowMs - earliestMs) * 1000);
    return new Map([...this.#first].map(([kind, sight]) => [kind, originOf(sight)]));
  }
}
