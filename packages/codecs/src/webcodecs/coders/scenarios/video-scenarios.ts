import { check, checkEqual, checkRejects, checkThrows, never, tasksOver } from './expectations.ts';
import type { Scenario } from './platform-classes.ts';
import { decodePictures, encodePictures, INTERVAL_US, noise, picture, psnrDb } from './video-parts.ts';

const CODECS = ['vp8', 'vp09.00.10.08'];
const SIZE = { width: 160, height: 120 };
const times = (count: number) => Array.from({ length: count }, (_, index) => index * INTERVAL_US);

/** What pages do with VideoEncoder and VideoDecoder. */
export const VIDEO_SCENARIOS: readonly Scenario[] = [
  {
    name: 'pictures come back from VP8 and VP9 as they were, with their times, after a key frame',
    run: async (classes) => {
      for (const codec of CODECS) {
        const encoded = await encodePictures(classes, { codec }, 8, [5]);
        checkEqual(
          encoded.map(({ chunk }) => chunk.timestamp),
          times(8),
          'timestamps',
        );
        check(
          encoded.every(({ chunk }) => chunk.duration === INTERVAL_US),
          'durations are kept',
        );
        checkEqual(
          [0, 5].map((index) => encoded[index]?.chunk.type),
          ['key', 'key'],
          'key frames',
        );
        checkEqual(encoded[1]?.chunk.type, 'delta', 'the second chunk');
        const pictures = await decodePictures(classes, encoded);
        checkEqual(
          pictures.map(({ timestamp }) => timestamp),
          times(8),
          'timestamps of the pictures',
        );
        pictures.forEach((result, index) => {
          const quality = psnrDb(index, result);
          check(quality > 30, `picture ${index} of ${codec} is the same: ${quality} dB`);
        });
      }
    },
  },
  {
    name: 'the first chunk brings a decoderConfig that says size and colours',
    run: async (classes) => {
      const display = { displayWidth: 320, displayHeight: 180 };
      const [first, second] = await encodePictures(classes, { codec: 'vp8', ...display }, 2);
      const config = first?.metadata?.decoderConfig;
      check(config !== undefined && second?.metadata?.decoderConfig === undefined, 'one decoderConfig');
      checkEqual(config.codec, 'vp8', 'codec');
      check((config.codedWidth ?? 0) >= 160 && (config.codedHeight ?? 0) >= 120, 'the coded size');
      checkEqual([config.displayAspectWidth, config.displayAspectHeight], [320, 180], 'the display aspect');
      const { primaries, transfer, matrix, fullRange } = config.colorSpace ?? {};
      check(
        [primaries, transfer, matrix, fullRange].every((value) => value !== null && value !== undefined),
        'colours',
      );
    },
  },
  {
    name: 'frames of another size are scaled, and another configuration changes the size in mid-stream',
    run: async (classes) => {
      const encoded: { chunk: EncodedVideoChunk; metadata: EncodedVideoChunkMetadata | undefined }[] = [];
      const encoder = new classes.VideoEncoder({
        output: (chunk, metadata) => encoded.push({ chunk, metadata }),
        error: never('error'),
      });
      const sizes: [number, number][] = [
        [160, 120],
        [64, 48],
        [176, 144],
      ];
      for (const [width, height] of sizes) {
        encoder.configure({ codec: 'vp8', width, height, bitrate: 500_000 });
        const frame = picture(classes, encoded.length);
        encoder.encode(frame, { keyFrame: true });
        frame.close();
      }
      await encoder.flush();
      encoder.close();
      const pictures = await decodePictures(classes, encoded);
      checkEqual(
        pictures.map(({ width, height }) => [width, height]),
        sizes,
        'the sizes that come back',
      );
    },
  },
  {
    name: 'upper temporal layers can be left out',
    run: async (classes) => {
      for (const codec of CODECS)
        for (const layers of [2, 3]) {
          const encoded = await encodePictures(
            classes,
            { codec, scalabilityMode: `L1T${layers}`, latencyMode: 'realtime' },
            12,
          );
          const ids = encoded.map(({ metadata }) => metadata?.svc?.temporalLayerId ?? -1);
          check(
            ids.every((id) => id >= 0 && id < layers),
            `layer ids of ${codec}: ${ids.join()}`,
          );
          const base = encoded.filter((_, index) => ids[index] === 0);
          checkEqual(base.length, 12 / 2 ** (layers - 1), 'chunks of the base layer');
          const pictures = await decodePictures(classes, base);
          for (const result of pictures)
            check(psnrDb(result.timestamp / INTERVAL_US, result) > 25, `the base layer of ${codec} is whole`);
        }
    },
  },
  {
    name: 'a decoder takes a key chunk first, after configure and after flush',
    run: async (classes) => {
      const encoded = await encodePictures(classes, { codec: 'vp8' }, 3);
      const [key, delta] = encoded.map(({ chunk }) => chunk);
      check(key !== undefined && delta !== undefined, 'there are chunks');
      const decoder = new classes.VideoDecoder({ output: (frame) => frame.close(), error: never('error') });
      decoder.configure({ codec: 'vp8' });
      checkThrows('DataError', () => decoder.decode(delta), 'decode()');
      decoder.decode(key);
      decoder.decode(delta);
      await decoder.flush();
      checkThrows('DataError', () => decoder.decode(delta), 'decode()');
      decoder.close();
    },
  },
  {
    name: 'a chunk that is garbage closes the decoder with EncodingError, once',
    run: async (classes) => {
      const [first] = await encodePictures(classes, { codec: 'vp8' }, 1);
      check(first !== undefined, 'there is a chunk');
      const errors: DOMException[] = [];
      const decoder = new classes.VideoDecoder({
        output: (frame) => frame.close(),
        error: (error) => errors.push(error),
      });
      decoder.configure({ codec: 'vp8' });
      decoder.decode(first.chunk);
      const data = new Uint8Array(64).fill(255);
      decoder.decode(new classes.EncodedVideoChunk({ type: 'key', timestamp: 1, data }));
      await checkRejects('EncodingError', decoder.flush(), 'flush()');
      await tasksOver();
      checkEqual([errors.length, decoder.state], [1, 'closed'], 'errors and state');
    },
  },
  {
    name: 'the queue shrinks with dequeue events, down to nothing before the flush fulfils',
    run: async (classes) => {
      const sizes: number[] = [];
      const encoder = new classes.VideoEncoder({ output: () => undefined, error: never('error') });
      encoder.ondequeue = () => sizes.push(encoder.encodeQueueSize);
      encoder.configure({ codec: 'vp8', ...SIZE });
      checkEqual(encoder.encodeQueueSize, 0, 'the queue before any frame');
      for (let index = 0; index < 12; index += 1) {
        const frame = picture(classes, index);
        encoder.encode(frame);
        frame.close();
      }
      const before = encoder.encodeQueueSize;
      check(before > 0 && before <= 12, `the queue after twelve frames: ${before}`);
      await encoder.flush();
      checkEqual([encoder.encodeQueueSize, sizes.at(-1)], [0, 0], 'the queue after the flush, and at the last event');
      checkEqual(
        sizes,
        [...sizes].sort((one, other) => other - one),
        'the sizes at the events',
      );
      encoder.close();
    },
  },
  {
    name: 'outputs come in tasks of their own, and all of them before the flush fulfils',
    run: async (classes) => {
      const log: string[] = [];
      const encoder = new classes.VideoEncoder({
        output: () => {
          log.push('output');
          void Promise.resolve().then(() => log.push('reaction'));
        },
        error: never('error'),
      });
      encoder.configure({ codec: 'vp8', ...SIZE });
      for (const index of [0, 1, 2]) {
        const frame = picture(classes, index);
        encoder.encode(frame);
        frame.close();
      }
      checkEqual(log, [], 'what happens within encode()');
      await encoder.flush();
      checkEqual(log, ['output', 'reaction', 'output', 'reaction', 'output', 'reaction'], 'the order');
      encoder.close();
    },
  },
  {
    name: 'close() rejects a flush with AbortError and calls nothing; afterwards nothing works',
    run: async (classes) => {
      const encoder = new classes.VideoEncoder({ output: never('output'), error: never('error') });
      const frame = picture(classes, 0);
      checkThrows('InvalidStateError', () => encoder.encode(frame), 'encode() before configure()');
      encoder.configure({ codec: 'vp8', ...SIZE });
      encoder.encode(frame);
      const flushed = encoder.flush();
      encoder.close();
      await checkRejects('AbortError', flushed, 'flush()');
      checkEqual(encoder.state, 'closed', 'state');
      checkThrows('InvalidStateError', () => encoder.encode(frame), 'encode()');
      checkThrows('InvalidStateError', () => encoder.configure({ codec: 'vp8', ...SIZE }), 'configure()');
      checkThrows('InvalidStateError', () => encoder.reset(), 'reset()');
      checkThrows('InvalidStateError', () => encoder.close(), 'close()');
      await checkRejects('InvalidStateError', encoder.flush(), 'flush()');
      frame.close();
      await tasksOver();
    },
  },
  {
    name: 'a closed frame is a TypeError, and frames may be closed as soon as encode() returns',
    run: async (classes) => {
      let outputs = 0;
      const encoder = new classes.VideoEncoder({
        output: () => {
          outputs += 1;
        },
        error: never('error'),
      });
      encoder.configure({ codec: 'vp8', ...SIZE });
      const frame = picture(classes, 0);
      encoder.encode(frame);
      frame.close();
      checkThrows('TypeError', () => encoder.encode(frame), 'encode()');
      await encoder.flush();
      checkEqual(outputs, 1, 'the number of chunks');
      encoder.close();
    },
  },
  {
    name: 'frames that are turned otherwise than the first are a DataError, until the next configure()',
    run: async (classes) => {
      const turns: unknown[] = [];
      const encoder = new classes.VideoEncoder({
        output: (_chunk, metadata) => {
          if (metadata?.decoderConfig) turns.push(Reflect.get(metadata.decoderConfig, 'rotation'));
        },
        error: never('error'),
      });
      const upright = picture(classes, 0);
      const turned = picture(classes, 1, 160, 120, { rotation: 90 });
      encoder.configure({ codec: 'vp8', ...SIZE });
      encoder.encode(upright);
      checkThrows('DataError', () => encoder.encode(turned), 'encode()');
      encoder.configure({ codec: 'vp8', ...SIZE });
      encoder.encode(turned);
      await encoder.flush();
      checkEqual(turns, [0, 90], 'the rotations that are told');
      for (const frame of [upright, turned]) frame.close();
      encoder.close();
    },
  },
  {
    name: 'a lower bit rate in mid-stream makes smaller chunks',
    run: async (classes) => {
      const sizes: number[] = [];
      const encoder = new classes.VideoEncoder({
        output: ({ byteLength }) => sizes.push(byteLength),
        error: never('error'),
      });
      const config = {
        codec: 'vp8',
        ...SIZE,
        framerate: 25,
        bitrateMode: 'constant',
      } as const;
      for (let index = 0; index < 40; index += 1) {
        if (index === 0) encoder.configure({ ...config, bitrate: 2_000_000 });
        if (index === 20) encoder.configure({ ...config, bitrate: 40_000 });
        const frame = noise(classes, index, SIZE.width, SIZE.height);
        encoder.encode(frame, { keyFrame: index % 20 === 0 });
        frame.close();
      }
      await encoder.flush();
      encoder.close();
      const sum = (from: number) => sizes.slice(from, from + 19).reduce((all, size) => all + size, 0);
      check(sizes.length === 40 && sum(21) < sum(1) / 1.5, `bytes before and after: ${sum(1)}, ${sum(21)}`);
    },
  },
];
