import { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it } from 'vitest';
import type { AudioEncoderConfig, VideoEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import type { AudioData, VideoFrame } from '../../webcodecs/data/index.ts';
import type { AudioDecoderFacts, CoderEngine, EncodedOutput, EngineSink, VideoDecoderFacts } from '../ports.ts';
import { openWasmAudioDecoder, openWasmAudioEncoder, openWasmVideoDecoder, openWasmVideoEncoder } from './index.ts';
import { lumaPsnrDb, picture, tone, toneAt } from './test-signals-contract.ts';

type AudioChunk = EncodedOutput<AudioDecoderFacts>;
type VideoChunk = EncodedOutput<VideoDecoderFacts>;

/** A sink that remembers, and the engine over it. */
interface Bench<Output, Engine> {
  readonly engine: Engine;
  readonly outputs: Output[];
  readonly errors: SdkError[];
}

const OPUS: AudioEncoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 64_000 };
const VP9: VideoEncoderConfig = { codec: 'vp09.00.10.08', width: 160, height: 120, bitrate: 500_000, framerate: 25 };

const open: CoderEngine<never, never>[] = [];

afterEach(() => {
  for (const engine of open.splice(0)) engine.close();
});

function bench<Output, Engine extends CoderEngine<never, never>>(
  openEngine: (sink: EngineSink<Output>) => Engine,
): Bench<Output, Engine> {
  const outputs: Output[] = [];
  const errors: SdkError[] = [];
  const engine = openEngine({ output: (output) => outputs.push(output), error: (error) => errors.push(error) });
  open.push(engine);
  return { engine, outputs, errors };
}

async function encodedTone(frames: number, config: AudioEncoderConfig = OPUS): Promise<AudioChunk[]> {
  const { engine, outputs } = bench(openWasmAudioEncoder);
  const done = [engine.configure(config)];
  for (let at = 0; at < frames; at += 1000) {
    const count = Math.min(1000, frames - at);
    done.push(engine.process(tone(at, count, config.sampleRate, config.numberOfChannels)));
  }
  await Promise.all([...done, engine.flush()]);
  return outputs;
}

/** In mono, whatever was encoded. */
async function decodedSounds(chunks: readonly AudioChunk[]): Promise<AudioData[]> {
  const { engine, outputs } = bench(openWasmAudioDecoder);
  const description = chunks[0]?.decoderConfig?.description;
  const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
  void engine.configure(description ? { ...config, description } : config);
  for (const { type, timestamp, data } of chunks) void engine.process({ type, timestamp, data });
  await engine.flush();
  return outputs;
}

async function encodedPictures(count: number, config: VideoEncoderConfig): Promise<VideoChunk[]> {
  const { engine, outputs } = bench(openWasmVideoEncoder);
  const done = [engine.configure(config)];
  for (let i = 0; i < count; i += 1) done.push(engine.process({ frame: picture(i), keyFrame: i === 0 }));
  await Promise.all([...done, engine.flush()]);
  return outputs;
}

async function decodedPictures(chunks: readonly VideoChunk[], codec: string): Promise<VideoFrame[]> {
  const { engine, outputs } = bench(openWasmVideoDecoder);
  const done = [engine.configure({ codec })];
  for (const { type, timestamp, duration, data } of chunks)
    done.push(engine.process({ type, timestamp, duration, data }));
  await Promise.all([...done, engine.flush()]);
  return outputs;
}

function aborted(promise: Promise<void>): Promise<string> {
  return promise.then(
    () => 'fulfilled',
    (error: SdkError) => error.code,
  );
}

/** What the engines over WebAssembly do, wherever their sessions run. */
export function describeEngines(place: string): void {
  describe(`engines ${place}`, () => {
    it('bring a tone through Opus to where it was', async () => {
      const chunks = await encodedTone(9_600);
      expect(chunks.map(({ timestamp }) => timestamp)).toEqual(chunks.map((_, index) => index * 20_000));
      expect(toneSnrDb(await decodedSounds(chunks), 9_600)).toBeGreaterThan(20);
    });

    it('bring a tone of another rate through Opus to where it was', async () => {
      const chunks = await encodedTone(8_820, { ...OPUS, sampleRate: 44_100, numberOfChannels: 2 });
      expect(chunks[0]?.decoderConfig).toMatchObject({ sampleRate: 48_000, numberOfChannels: 2 });
      expect(chunks.map(({ timestamp }) => timestamp)).toEqual(chunks.map((_, index) => index * 20_000));
      expect(toneSnrDb(await decodedSounds(chunks), 9_600)).toBeGreaterThan(20);
    });

    it('give an identification header with the first packet only, and a length that covers all samples', async () => {
      const chunks = await encodedTone(1_920);
      expect(chunks.map(({ decoderConfig }) => decoderConfig !== undefined)).toEqual([true, false, false]);
      expect(chunks[0]?.decoderConfig).toMatchObject({ sampleRate: 48_000, numberOfChannels: 1 });
      expect(new Uint8Array(bufferOf(chunks[0])).slice(0, 12)).toEqual(
        Uint8Array.of(0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, 1, 56, 1),
      );
    });

    it.each(['vp8', 'vp09.00.10.08'])('bring pictures through %s', async (codec) => {
      const chunks = await encodedPictures(6, { ...VP9, codec });
      expect(chunks.map(({ type }) => type)).toEqual(['key', 'delta', 'delta', 'delta', 'delta', 'delta']);
      expect(chunks[0]?.decoderConfig).toMatchObject({ codedWidth: 160, codedHeight: 120 });
      const frames = await decodedPictures(chunks, codec);
      expect(frames.map(({ timestamp, duration }) => [timestamp, duration])).toEqual(
        frames.map((_, index) => [index * 40_000, 40_000]),
      );
      const last = frames[5];
      expect(last && (await lumaPsnrDb(picture(5), last))).toBeGreaterThan(30);
      for (const frame of frames) frame.close();
    });

    it('scale pictures to the size that was configured', async () => {
      const chunks = await encodedPictures(1, { ...VP9, width: 80, height: 64 });
      const [frame] = await decodedPictures(chunks, VP9.codec);
      expect([frame?.visibleRect?.width, frame?.visibleRect?.height]).toEqual([80, 64]);
    });

    it('say which temporal layer a chunk is in', async () => {
      const chunks = await encodedPictures(5, { ...VP9, scalabilityMode: 'L1T3' });
      expect(chunks.map(({ temporalLayerId }) => temporalLayerId)).toEqual([0, 2, 1, 2, 0]);
    });

    it('go on in the same stream when the bitrate changes', async () => {
      const { engine, outputs } = bench(openWasmVideoEncoder);
      void engine.configure(VP9);
      void engine.process({ frame: picture(0), keyFrame: false });
      void engine.configure({ ...VP9, bitrate: 100_000 });
      void engine.process({ frame: picture(1), keyFrame: false });
      await engine.flush();
      expect(outputs.map(({ type }) => type)).toEqual(['key', 'delta']);
    });

    it('hand over one output in a task', async () => {
      const order: string[] = [];
      const engine = openWasmAudioEncoder({
        output: ({ timestamp }) => {
          order.push(`output ${timestamp}`);
          void Promise.resolve().then(() => order.push(`reaction ${timestamp}`));
        },
        error: () => {},
      });
      open.push(engine);
      void engine.configure(OPUS);
      await engine.process(tone(0, 1_920));
      expect(order.slice(0, 3)).toEqual(['output 0', 'reaction 0', 'output 20000']);
    });

    it('abandon everything at a reset and can be configured again', async () => {
      const { engine, outputs, errors } = bench(openWasmVideoEncoder);
      const before = [engine.configure(VP9), engine.process({ frame: picture(0), keyFrame: false }), engine.flush()];
      engine.reset();
      expect(await Promise.all(before.map(aborted))).toEqual(['aborted', 'aborted', 'aborted']);
      void engine.configure(VP9);
      await engine.process({ frame: picture(3), keyFrame: false });
      expect(outputs.map(({ timestamp }) => timestamp)).toEqual([120_000]);
      expect(errors).toEqual([]);
    });

    it('reject what is pending when they are closed, and everything after that', async () => {
      const { engine, outputs, errors } = bench(openWasmAudioEncoder);
      await engine.configure(OPUS);
      const long = engine.process(tone(0, 48_000 * 60));
      engine.close();
      engine.close();
      expect(await Promise.all([long, engine.flush(), engine.configure(OPUS)].map(aborted))).toEqual(
        Array.from({ length: 3 }, () => 'aborted'),
      );
      expect([outputs, errors]).toEqual([[], []]);
    });

    it('end with one error when a chunk cannot be decoded', async () => {
      const { engine, errors } = bench(openWasmAudioDecoder);
      await engine.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 });
      const bad = engine.process({ type: 'key', timestamp: 0, data: Uint8Array.of(3, 0) });
      const after = engine.flush();
      expect(await Promise.all([bad, after].map(aborted))).toEqual(['data-loss', 'data-loss']);
      expect(errors.map(({ code }) => code)).toEqual(['data-loss']);
      expect(await aborted(engine.flush())).toBe('data-loss');
    });

    it('refuse what no file of theirs does', async () => {
      const { engine, errors } = bench(openWasmVideoEncoder);
      expect(await aborted(engine.configure({ ...VP9, codec: 'av01.0.04M.08' }))).toBe('unimplemented');
      expect(errors.map(({ code }) => code)).toEqual(['unimplemented']);
    });
  });
}

function bufferOf(chunk: AudioChunk | undefined): ArrayBuffer {
  const description = chunk?.decoderConfig?.description;
  if (description instanceof ArrayBuffer) return description;
  throw new SdkError('internal', 'there is no description');
}

/** Signal-to-noise ratio of the tone in what was decoded, dB; its start is left out, where the encoder settles. */
function toneSnrDb(sounds: readonly AudioData[], frames: number): number {
  const samples = sounds.flatMap((sound) => {
    const part = new Float32Array(sound.numberOfFrames * sound.numberOfChannels);
    sound.copyTo(part, { planeIndex: 0 });
    return [...part];
  });
  let signal = 0;
  let noise = 0;
  for (let i = 2_400; i < frames; i += 1) {
    signal += toneAt(i) ** 2;
    noise += (toneAt(i) - (samples[i] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / noise);
}
