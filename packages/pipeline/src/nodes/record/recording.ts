import { SdkError } from '@remotemedia/base';
import type { AudioBlock } from '../../data/audio-block.ts';
import type { EncodedAudioData, EncodedVideoData, VideoData } from '../../data/runtime-data.ts';
import type { NodeContext } from '../../node/node-definition.ts';
import { FileChunks } from './file-chunks.ts';
import { GapFiller } from './gap-filler.ts';
import { Opening } from './opening.ts';
import { type Packet, type TrackKind, trackKindOf } from './packet.ts';
import { PictureEncoder } from './picture-encoder.ts';
import type { RecorderEvent, RecorderParams } from './recorder.ts';
import { SoundEncoder } from './sound-encoder.ts';
import { WebmFile } from './webm-file.ts';

/** What can be recorded. */
export type Recordable = AudioBlock | VideoData | EncodedAudioData | EncodedVideoData;

/** One file, from its first item to its end. */
export class Recording {
  readonly #context: NodeContext;
  readonly #sound: SoundEncoder;
  readonly #pictures: PictureEncoder;
  readonly #opening: Opening;
  readonly #chunks: FileChunks;
  /** Encoded, not yet written. */
  readonly #ready: Packet[] = [];
  /** The stream that is recorded of each kind. */
  readonly #streams = new Map<TrackKind, string | undefined>();
  #file: WebmFile | undefined;
  #gaps: GapFiller | undefined;
  #hasRefused = false;
  #isFailed = false;

  constructor(params: RecorderParams, context: NodeContext) {
    const ready = (packet: Packet) => this.#ready.push(packet);
    this.#context = context;
    this.#sound = new SoundEncoder(params.audioBitrate, context, ready);
    this.#pictures = new PictureEncoder(params, context, ready);
    this.#opening = new Opening(params.tracks, () => context.now());
    this.#chunks = new FileChunks(params.chunkMs, (data) => {
      const mimeType = this.#file?.mimeType ?? 'video/webm';
      context.emit({ kind: 'binary', data, mimeType }, 'file');
    });
  }

  /**
   * Records an item. After an error of an encoder or of the file nothing more is recorded.
   *
   * @throws {SdkError} the first time that something cannot be recorded, and why
   */
  async take(item: Recordable): Promise<void> {
    if (this.#isFailed || !this.#isWanted(item)) return;
    try {
      await this.#encode(item);
      await this.#write(false);
    } catch (error) {
      await this.cancel();
      throw error;
    }
  }

  /** Writes what is still inside, and the end of the file. @throws {SdkError} with what went wrong */
  async finish(): Promise<void> {
    if (this.#isFailed) return;
    try {
      await this.#sound.flush();
      await this.#pictures.flush();
      await this.#write(true);
      await this.#file?.finish();
      this.#chunks.flush();
      if (this.#file) this.#tell('recording.finished', this.#file);
    } finally {
      await this.cancel();
    }
  }

  /** Lets go of everything; the file has no end then. */
  async cancel(): Promise<void> {
    this.#isFailed = true;
    await Promise.all([this.#sound.close(), this.#pictures.close(), this.#file?.cancel()]);
  }

  async #encode(item: Recordable): Promise<void> {
    if (item.kind === 'audio') await this.#sound.encode(item);
    else if (item.kind === 'video') await this.#pictures.encode(item);
    else this.#ready.push(item);
  }

  /** Whether the item belongs into the file. @throws {SdkError} the first time that one does not */
  #isWanted(item: Recordable): boolean {
    const kind = trackKindOf(item);
    if (!this.#opening.wants(kind)) {
      const what = this.#opening.isDecided ? 'came too late: the file has begun without it' : 'is not to be recorded';
      return this.#refuse(`${kind} ${what}; the parameter tracks says what is`);
    }
    if (!this.#streams.has(kind)) this.#streams.set(kind, item.streamId);
    this.#opening.expect(kind);
    if (this.#streams.get(kind) === item.streamId) return true;
    return this.#refuse(`a recording has one stream of ${kind}, and a second one came: mix them first`);
  }

  #refuse(detail: string): false {
    if (this.#hasRefused) return false;
    this.#hasRefused = true;
    throw new SdkError('failed-precondition', detail);
  }

  async #write(isEnd: boolean): Promise<void> {
    for (let packet = this.#ready.shift(); packet; packet = this.#ready.shift()) await this.#writePacket(packet);
    if (!this.#file && isEnd) await this.#open(true);
  }

  async #writePacket(packet: Packet): Promise<void> {
    if (this.#file) return this.#append(this.#file, packet);
    this.#opening.hold(packet);
    if (this.#opening.isOverdue) {
      await this.#pictures.flush();
      for (const late of this.#ready.splice(0)) this.#opening.hold(late);
    }
    await this.#open(false);
  }

  /** Begins the file if it is known what will be in it. */
  async #open(isEnd: boolean): Promise<void> {
    const start = this.#opening.decide(isEnd);
    if (!start) return;
    const file = new WebmFile(start.packets, (bytes) => this.#chunks.add(bytes));
    this.#file = file;
    this.#gaps = new GapFiller(file, start.origins, this.#pictures);
    await file.start();
    this.#tell('recording.started', file);
    for (const packet of start.packets) await this.#append(file, packet);
  }

  async #append(file: WebmFile, packet: Packet): Promise<void> {
    await this.#gaps?.append(packet);
    this.#chunks.advance(file.durationUs);
  }

  #tell(event: RecorderEvent['event'], { mimeType, kinds, durationUs }: WebmFile): void {
    const value = {
      event,
      mime_type: mimeType,
      tracks: kinds,
      size_bytes: this.#chunks.sizeBytes,
      duration_ms: Math.round(durationUs / 1000),
    } satisfies RecorderEvent;
    this.#context.emit({ kind: 'json', value }, 'events');
  }
}
