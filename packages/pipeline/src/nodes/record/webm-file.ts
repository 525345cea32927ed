import { SdkError } from '@remotemedia/base';
import { writeOpusHead } from '@remotemedia/codecs/opus';
import type { EncodedAudioData, EncodedVideoData } from '../../data/runtime-data.ts';
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  StreamTarget,
  WebMOutputFormat,
} from './mediabunny.js';
import { durationUs, OPUS_DELAY_US, type Packet, type TrackKind, videoCodecOf } from './packet.ts';

/** Rate of the times in packets of Opus. Source: RFC 7845, 4. */
const OPUS_RATE_HZ = 48_000;

/** A WebM file that is written from front to back. */
export class WebmFile {
  /** Its tracks. */
  readonly kinds: readonly TrackKind[];
  /** Of the sound; 0 if there is none. */
  readonly channelCount: number;
  readonly #output: Output;
  readonly #audio: EncodedAudioPacketSource | undefined;
  readonly #video: EncodedVideoPacketSource | undefined;
  readonly #described = new Set<TrackKind>();
  #hasEnded = false;
  #durationUs = 0;

  /**
   * @param packets of all tracks that it will have
   * @param onBytes takes what is written; it lets go of the bytes before it returns
   * @throws {SdkError} `unimplemented` for a codec that WebM does not have
   */
  constructor(packets: readonly Packet[], onBytes: (bytes: Uint8Array) => void) {
    const sound = packets.find((packet) => packet.kind === 'encodedAudio');
    const picture = packets.find((packet) => packet.kind === 'encodedVideo');
    const writable = new WritableStream<{ readonly data: Uint8Array }>({ write: ({ data }) => onBytes(data) });
    this.#output = new Output({
      format: new WebMOutputFormat({ appendOnly: true }),
      target: new StreamTarget(writable),
    });
    if (picture) {
      this.#video = new EncodedVideoPacketSource(videoCodecOf(picture));
      this.#output.addVideoTrack(this.#video);
    }
    if (sound) {
      this.#audio = new EncodedAudioPacketSource(audioCodecOf(sound));
      this.#output.addAudioTrack(this.#audio);
    }
    this.channelCount = sound?.channelCount ?? 0;
    this.kinds = [...(sound ? (['audio'] as const) : []), ...(picture ? (['video'] as const) : [])];
  }

  /** As files of this kind are called. */
  get mimeType(): string {
    return this.#video ? 'video/webm' : 'audio/webm';
  }

  /** Where its latest packet ends. */
  get durationUs(): number {
    return this.#durationUs;
  }

  /** Begins to write. */
  async start(): Promise<void> {
    await this.#output.start();
  }

  /** Adds a packet at a time in µs; fulfils when whoever takes the bytes can take more. */
  async add(packet: Packet, atUs: number): Promise<void> {
    const type = packet.kind === 'encodedAudio' || packet.isKeyFrame ? 'key' : 'delta';
    const lengthUs = durationUs(packet);
    const encoded = new EncodedPacket(packet.data.slice(), type, atUs / 1e6, lengthUs / 1e6);
    if (packet.kind === 'encodedAudio')
      await this.#audio?.add(
        encoded,
        this.#once('audio', () => soundMeta(packet)),
      );
    else if (!this.#hasEnded)
      await this.#video?.add(
        encoded,
        this.#once('video', () => pictureMeta(packet)),
      );
    this.#durationUs = Math.max(this.#durationUs, atUs + lengthUs);
  }

  /** Goes on without the pictures. */
  async endPictures(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    await this.#video?.close();
  }

  /** Writes the end. */
  async finish(): Promise<void> {
    await this.#output.finalize();
  }

  /** Lets go of what was not written. After {@link WebmFile.finish} it does nothing. */
  async cancel(): Promise<void> {
    if (this.#output.state === 'pending' || this.#output.state === 'started') await this.#output.cancel();
  }

  /** What the first packet of a track has to come with. */
  #once<T>(kind: TrackKind, make: () => T): T | undefined {
    if (this.#described.has(kind)) return undefined;
    this.#described.add(kind);
    return make();
  }
}

function audioCodecOf({ codec }: EncodedAudioData): 'opus' {
  if (codec.toLowerCase() === 'opus') return 'opus';
  throw new SdkError('unimplemented', `a recording has sound of Opus, not ${codec}`);
}

function soundMeta({ channelCount, sampleRate }: EncodedAudioData): EncodedAudioChunkMetadata {
  const preSkip = (OPUS_DELAY_US * OPUS_RATE_HZ) / 1e6;
  const description = writeOpusHead({ channelCount, preSkip, inputSampleRate: sampleRate });
  return { decoderConfig: { codec: 'opus', sampleRate: OPUS_RATE_HZ, numberOfChannels: channelCount, description } };
}

function pictureMeta(packet: EncodedVideoData): EncodedVideoChunkMetadata {
  const { codec, width: codedWidth, height: codedHeight } = packet;
  // The plain name says nothing of profile and level, which the header has: those that everything plays.
  const full = videoCodecOf(packet) === 'vp9' && !codec.startsWith('vp09') ? 'vp09.00.10.08' : codec;
  return { decoderConfig: { codec: full, codedWidth, codedHeight } };
}
