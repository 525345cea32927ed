import { durationUs, type Packet, startUs, type TrackKind, trackKindOf } from './packet.ts';
import type { PictureEncoder } from './picture-encoder.ts';
import type { WebmFile } from './webm-file.ts';

/** A track may be behind the other by so much, in µs: until then the file waits for it, and keeps what it has. */
const MAX_LAG_US = 3_000_000;

/** How far behind the other a track is when it has been filled up, in µs: what comes late still has its place. */
const LAG_LEFT_US = 1_000_000;

/** A step in time that is larger, in µs, is none: the source began anew. */
const MAX_STEP_US = 60_000_000;

/** 20 ms of silence: an empty packet of each number of channels. Source: RFC 6716, 3.1 and 4.1. */
const SILENCE = { 1: Uint8Array.of(0xf8, 0xff, 0xfe), 2: Uint8Array.of(0xfc, 0xff, 0xfe) } as const;

/** 20 ms. */
const SILENCE_US = 20_000;

/** The time of one track. */
interface Track {
  /** What becomes 0 in the file. */
  originUs: number;
  /** Where the next packet is expected, in µs in the file. */
  endUs: number;
}

/** Gives packets their time in the file, and keeps a track that has stopped from stopping the file. */
export class GapFiller {
  readonly #file: WebmFile;
  readonly #pictures: PictureEncoder;
  readonly #tracks: ReadonlyMap<TrackKind, Track>;

  constructor(file: WebmFile, origins: ReadonlyMap<TrackKind, number>, pictures: PictureEncoder) {
    this.#file = file;
    this.#pictures = pictures;
    this.#tracks = new Map([...origins].map(([kind, originUs]) => [kind, { originUs, endUs: 0 }]));
  }

  /** Writes a packet, and fills the other track if it is too far behind. */
  async append(packet: Packet): Promise<void> {
    const kind = trackKindOf(packet);
    const track = this.#tracks.get(kind);
    if (!track) return;
    const atUs = this.#place(track, startUs(packet), durationUs(packet));
    await this.#file.add(packet, atUs);
    const other = this.#tracks.get(kind === 'audio' ? 'video' : 'audio');
    if (!other || atUs - other.endUs < MAX_LAG_US) return;
    if (kind === 'video') await this.#addSilence(other, atUs - LAG_LEFT_US);
    else await this.#repeatPicture(other, atUs - LAG_LEFT_US);
  }

  /** Time in a file only goes forward. */
  #place(track: Track, startUs: number, durationUs: number): number {
    const isStep = Math.abs(startUs - track.originUs - track.endUs) > MAX_STEP_US;
    if (isStep) track.originUs = startUs - track.endUs;
    const atUs = Math.max(startUs - track.originUs, track.endUs - durationUs, 0);
    track.endUs = Math.max(atUs + durationUs, track.endUs);
    return atUs;
  }

  async #addSilence(track: Track, untilUs: number): Promise<void> {
    const channelCount = this.#file.channelCount === 1 ? 1 : 2;
    const silence = { kind: 'encodedAudio', codec: 'opus', data: SILENCE[channelCount], sampleRate: 48_000 } as const;
    for (; track.endUs < untilUs; track.endUs += SILENCE_US) {
      const timestampUs = track.endUs;
      await this.#file.add({ ...silence, channelCount, timestampUs, durationUs: SILENCE_US }, track.endUs);
    }
  }

  /** Pictures that come encoded cannot be shown again: without them the file goes on with the sound alone. */
  async #repeatPicture(track: Track, untilUs: number): Promise<void> {
    const isRepeated = await this.#pictures.repeat(untilUs - track.endUs);
    if (!isRepeated) await this.#file.endPictures();
    track.endUs = untilUs;
  }
}
