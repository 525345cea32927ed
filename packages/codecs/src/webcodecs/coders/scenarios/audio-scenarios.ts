import { decodeAll, encodeTone, likeness, SAMPLE_RATE, toneData } from './audio-parts.ts';
import { check, checkEqual, checkRejects, checkThrows, never, tasksOver } from './expectations.ts';
import type { Scenario } from './platform-classes.ts';

const OPUS = { codec: 'opus', sampleRate: SAMPLE_RATE, numberOfChannels: 1 };

/** What pages do with AudioEncoder and AudioDecoder. */
export const AUDIO_SCENARIOS: readonly Scenario[] = [
  {
    name: 'a second of sound comes back from Opus as it was, mono and stereo',
    run: async (classes) => {
      for (const numberOfChannels of [1, 2]) {
        const encoded = await encodeTone(classes, { numberOfChannels });
        const times = encoded.map(({ chunk }) => chunk.timestamp);
        checkEqual(times[0], 0, 'the first timestamp');
        checkEqual(
          times,
          [...times].sort((one, other) => one - other),
          'the timestamps',
        );
        check(
          encoded.every(({ chunk }) => chunk.type === 'key' && chunk.byteLength > 0),
          'all chunks are key chunks',
        );
        const durationUs = encoded.reduce((sum, { chunk }) => sum + (chunk.duration ?? 0), 0);
        check(durationUs >= 1_000_000, `all is encoded: ${durationUs} µs`);
        const sound = await decodeAll(classes, encoded);
        check(sound.length >= SAMPLE_RATE, `all is decoded: ${sound.length} sample-frames`);
        const like = likeness(sound);
        check(like > 0.98, `the sound is the same: ${like}`);
      }
    },
  },
  {
    name: 'only the first chunk of an Opus stream brings a decoderConfig, with an identification header',
    run: async (classes) => {
      const [first, ...rest] = await encodeTone(classes);
      const config = first?.metadata?.decoderConfig;
      check(config !== undefined, 'the first chunk brings a decoderConfig');
      checkEqual([config.codec, config.sampleRate, config.numberOfChannels], ['opus', SAMPLE_RATE, 1], 'decoderConfig');
      const { description } = config;
      check(description instanceof ArrayBuffer, 'description is an ArrayBuffer');
      const head = new Uint8Array(description);
      checkEqual(String.fromCharCode(...head.subarray(0, 8)), 'OpusHead', 'the header’s name');
      checkEqual([head[8], head[9], head.length], [1, 1, 19], 'version, channels and length of the header');
      check(
        rest.every(({ metadata }) => metadata?.decoderConfig === undefined),
        'no other chunk brings one',
      );
    },
  },
  {
    name: 'frameDuration says how long an Opus chunk is',
    run: async (classes) => {
      for (const frameDuration of [2500, 10_000, 60_000]) {
        const encoded = await encodeTone(classes, { opus: { frameDuration } });
        check(
          encoded.every(({ chunk }) => chunk.duration === frameDuration),
          `every chunk has ${frameDuration} µs`,
        );
      }
    },
  },
  {
    name: 'AudioData of another form than configured closes the encoder with EncodingError',
    run: async (classes) => {
      const errors: DOMException[] = [];
      const encoder = new classes.AudioEncoder({ output: () => undefined, error: (error) => errors.push(error) });
      encoder.configure(OPUS);
      encoder.encode(toneData(classes, 0, 960, 2));
      const reason = await checkRejects('EncodingError', encoder.flush(), 'flush()');
      checkEqual(errors.length, 1, 'the number of errors');
      check(errors[0] === reason, 'flush() rejects with the error that the callback got');
      checkEqual(encoder.state, 'closed', 'state');
    },
  },
  {
    name: 'a configuration that is not valid throws, one that is not supported closes later',
    run: async ({ AudioEncoder, AudioDecoder }) => {
      for (const Coder of [AudioEncoder, AudioDecoder]) {
        const errors: DOMException[] = [];
        const coder = new Coder({ output: never('output'), error: (error) => errors.push(error) });
        checkThrows('TypeError', () => coder.configure({ ...OPUS, codec: '' }), 'configure()');
        checkEqual(coder.state, 'unconfigured', 'state');
        coder.configure({ ...OPUS, codec: 'bogus' });
        checkEqual(coder.state, 'configured', 'state');
        await checkRejects('NotSupportedError', coder.flush(), 'flush()');
        checkEqual([coder.state, errors[0]?.name], ['closed', 'NotSupportedError'], 'state and error');
        const { supported, config } = await Coder.isConfigSupported({ ...OPUS, codec: 'bogus' });
        checkEqual([supported, config?.codec], [false, 'bogus'], 'isConfigSupported()');
        await checkRejects('TypeError', Coder.isConfigSupported({ ...OPUS, sampleRate: 0 }), 'isConfigSupported()');
      }
    },
  },
  {
    name: 'isConfigSupported() gives back what it knows, with defaults',
    run: async ({ AudioEncoder }) => {
      const asked = { ...OPUS, opus: { complexity: 5, later: 1 }, later: 1 };
      const { supported, config } = await AudioEncoder.isConfigSupported(asked);
      checkEqual(supported, true, 'supported');
      check(config !== undefined && !('later' in config), 'what is not known is left out');
      const { complexity, frameDuration, useinbandfec } = config.opus ?? {};
      checkEqual([complexity, frameDuration, useinbandfec], [5, 20_000, false], 'opus');
      check(!('later' in (config.opus ?? {})), 'what is not known is left out of opus');
    },
  },
  {
    name: 'reset() in an output callback ends all outputs and rejects the flush',
    run: async (classes) => {
      const encoded = await encodeTone(classes);
      let outputs = 0;
      const decoder = new classes.AudioDecoder({
        output: (data) => {
          outputs += 1;
          data.close();
          decoder.reset();
        },
        error: never('error'),
      });
      decoder.configure(OPUS);
      for (const { chunk } of encoded) decoder.decode(chunk);
      await checkRejects('AbortError', decoder.flush(), 'flush()');
      await tasksOver();
      checkEqual([outputs, decoder.state, decoder.decodeQueueSize], [1, 'unconfigured', 0], 'outputs, state and queue');
      decoder.close();
    },
  },
  {
    name: 'a decoder goes on after a flush, and after another configuration',
    run: async (classes) => {
      const encoded = await encodeTone(classes);
      let frames = 0;
      const decoder = new classes.AudioDecoder({
        output: (data) => {
          frames += data.numberOfFrames;
          data.close();
        },
        error: never('error'),
      });
      for (const times of [1, 2]) {
        decoder.configure(OPUS);
        for (const { chunk } of encoded.slice(0, 10)) decoder.decode(chunk);
        await decoder.flush();
        check(frames >= times * 8640, `${times} × 10 chunks are decoded: ${frames}`);
        decoder.decode(
          encoded[0]?.chunk ?? new classes.EncodedAudioChunk({ type: 'key', timestamp: 0, data: new Uint8Array(1) }),
        );
        await decoder.flush();
      }
      decoder.close();
    },
  },
];
