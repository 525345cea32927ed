import { readFileSync } from 'node:fs';
import { AudioDecoder, EncodedAudioChunk, VideoFrame } from '@remotemedia/codecs';
import { expect } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { Asset } from '../../node/node-definition.ts';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { BufferSource, EncodedPacketSink, Input, WEBM } from './mediabunny.js';
import { recorder } from './recorder.ts';

const codecs = new URL('../../../../codecs/src/', import.meta.url);

function compiled(path: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(path, codecs)));
}

const assets: Readonly<Record<string, Asset>> = {
  opus: compiled('opus/opus.wasm'),
  vp8Encoder: compiled('vpx/vp8-encoder.wasm'),
  vp9Encoder: compiled('vpx/vp9-encoder.wasm'),
};

/** 20 ms of a tone, or of silence, that begin at a time. */
export function sound(
  timestampUs: number,
  { rate = 48_000, channels = 2, isLoud = true, streamId = '' } = {},
): AudioBlock {
  const block = AudioBlock.allocate({ sampleRate: rate, channelCount: channels }, rate / 50);
  for (const plane of block.channels)
    for (let at = 0; at < plane.length; at += 1)
      plane[at] = isLoud ? 0.5 * Math.sin(2 * Math.PI * 1000 * (timestampUs / 1e6 + at / rate)) : 0;
  block.timestampUs = timestampUs;
  if (streamId) block.streamId = streamId;
  return block;
}

/** A picture of one brightness. */
export function picture(timestamp: number, luma = 128): RuntimeData & { kind: 'video' } {
  const data = new Uint8Array(64 * 48 * 1.5).fill(128);
  data.fill(luma, 0, 64 * 48);
  const frame = new VideoFrame(data, { format: 'I420', codedWidth: 64, codedHeight: 48, timestamp, duration: 40_000 });
  return { kind: 'video', frame };
}

export function isSound(item: RuntimeData): item is AudioBlock {
  return item.kind === 'audio';
}

/** What a recorder gives, apart from what it hands on. */
export class Take {
  readonly chunks: Uint8Array[] = [];
  readonly events: unknown[] = [];
  readonly passed: RuntimeData[] = [];
  readonly #node: DrivenNode;

  private constructor(node: DrivenNode) {
    this.#node = node;
  }

  static async begin(params: Readonly<Record<string, unknown>> = {}): Promise<Take> {
    return new Take(await DrivenNode.create(recorder, params, assets));
  }

  /** Records; pictures are closed. */
  async push(...items: readonly RuntimeData[]): Promise<void> {
    for (const item of items) {
      try {
        await this.#node.push(item);
      } finally {
        if (item.kind === 'video') item.frame.close();
        this.#collect();
      }
    }
  }

  async say(text: string): Promise<void> {
    await this.#node.pushTo('control', { kind: 'text', text });
    this.#collect();
  }

  async end(): Promise<Uint8Array> {
    await this.#node.flush();
    this.#collect();
    return this.file();
  }

  async close(): Promise<void> {
    await this.#node.close();
  }

  update(params: Readonly<Record<string, unknown>>): void {
    this.#node.update(params);
  }

  /** What was written since the last time. */
  file(): Uint8Array {
    return new Uint8Array(this.chunks.splice(0).flatMap((chunk) => Array.from(chunk)));
  }

  #collect(): void {
    for (const { item, port } of this.#node.emitted.splice(0)) {
      if (port === 'file' && item.kind === 'binary') this.chunks.push(item.data);
      else if (port === 'events' && item.kind === 'json') this.events.push(item.value);
      else this.passed.push(item);
    }
  }
}

interface Block {
  readonly timestamp: number;
  readonly data: Uint8Array;
  readonly isKey: boolean;
}

/** What another reader of the format finds in a file. */
export async function read(file: Uint8Array) {
  const input = new Input({ source: new BufferSource(file), formats: [WEBM] });
  const [audio, video] = [await input.getPrimaryAudioTrack(), await input.getPrimaryVideoTrack()];
  const blocks = async (track: typeof audio | typeof video): Promise<readonly Block[]> => {
    if (!track) return [];
    const found: Block[] = [];
    for await (const { timestamp, data, type } of new EncodedPacketSink(track).packets())
      found.push({ timestamp, data, isKey: type === 'key' });
    return found;
  };
  return {
    mimeType: await input.getMimeType(),
    audio: audio && { channels: audio.numberOfChannels, rate: audio.sampleRate, blocks: await blocks(audio) },
    video: video && { codec: video.codec, width: video.codedWidth, blocks: await blocks(video) },
  };
}

/** The time in s at which the decoded sound of a file becomes loud. */
export async function onset(blocks: readonly Block[], numberOfChannels: number): Promise<number> {
  let found = Number.NaN;
  const decoder = new AudioDecoder({
    output: (data) => {
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      const at = samples.findIndex((sample) => Math.abs(sample) > 0.2);
      if (Number.isNaN(found) && at >= 0) found = data.timestamp / 1e6 + at / data.sampleRate;
      data.close();
    },
    error: (error) => expect.unreachable(error.message),
  });
  decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels });
  for (const { timestamp, data } of blocks)
    decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: Math.round(timestamp * 1e6), data }));
  await decoder.flush();
  decoder.close();
  return found;
}
