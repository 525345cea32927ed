import { describe, expect, it } from 'vitest';
import { readAudioDecoderConfig, readAudioEncoderConfig } from '../../webcodecs/coders/config/audio-configs.ts';
import { readVideoDecoderConfig } from '../../webcodecs/coders/config/video-decoder-config.ts';
import { readVideoEncoderConfig } from '../../webcodecs/coders/config/video-encoder-config.ts';
import { AUDIO_DECODER_RULES } from './audio-rules.ts';
import { chooseEngine, type EngineRules } from './choose-engine.ts';
import { extrasRefusal } from './extras-refusal.ts';
import { NativeProbe } from './native-probe.ts';
import { parseVpxCodecString } from './vpx-codec-string.ts';
import { wasmAudioDecodeRefusal, wasmAudioEncodeRefusal } from './wasm-audio.ts';
import { wasmVideoDecodeRefusal, wasmVideoEncodeRefusal } from './wasm-video.ts';

const can = () => undefined;
const cannot = (why: string) => () => why;

function rules(given: Partial<EngineRules<object>>): EngineRules<object> {
  return { wasmRefusal: can, nativeRefusal: can, wasmAdvantage: can, ...given };
}

describe('the choice of an engine', () => {
  it('is the browser’s when it does all that is asked for', async () => {
    expect(await chooseEngine({}, rules({}))).toMatchObject({ name: 'webcodecs' });
  });

  it('is ours, with the reason, when the browser’s would lose something', async () => {
    const chosen = await chooseEngine({}, rules({ nativeRefusal: cannot('no opusExtras') }));
    expect(chosen).toEqual({ name: 'wasm', reason: 'no opusExtras' });
  });

  it('is ours, with the reason, when the browser’s is known to be slow', async () => {
    const chosen = await chooseEngine({}, rules({ wasmAdvantage: cannot('slow') }));
    expect(chosen).toEqual({ name: 'wasm', reason: 'slow' });
  });

  it('is the browser’s, slow or not, when ours cannot do it', async () => {
    const chosen = await chooseEngine({}, rules({ wasmRefusal: cannot('no'), wasmAdvantage: cannot('slow') }));
    expect(chosen).toMatchObject({ name: 'webcodecs' });
  });

  it('is never another than the one that is asked for', async () => {
    expect(await chooseEngine({ engine: 'wasm' }, rules({}))).toMatchObject({ name: 'wasm' });
    expect(await chooseEngine({ engine: 'wasm' }, rules({ wasmRefusal: cannot('no') }))).toEqual({ reason: 'no' });
    const slow = rules({ wasmAdvantage: cannot('slow') });
    expect(await chooseEngine({ engine: 'webcodecs' }, slow)).toMatchObject({ name: 'webcodecs' });
    const refused = await chooseEngine({ engine: 'webcodecs' }, rules({ nativeRefusal: cannot('lost') }));
    expect(refused).not.toHaveProperty('name');
    expect(refused.reason).toContain('lost');
  });

  it('is none, with both reasons, when no engine can do it', async () => {
    const none = rules({ nativeRefusal: cannot('not this'), wasmRefusal: cannot('not that') });
    expect(await chooseEngine({}, none)).toEqual({ reason: 'not this; not that' });
  });

  it('names the option that only our engine has', () => {
    expect(extrasRefusal('opusExtras', { bandwidth: 'wideband' })).toContain('opusExtras.bandwidth');
    expect(extrasRefusal('opusExtras', {})).toBeUndefined();
    expect(extrasRefusal('opusExtras', undefined)).toBeUndefined();
  });
});

describe('the probe of the browser', () => {
  const asked = { codec: 'opus', opus: { signal: 'voice', usedtx: false } };
  const probe = (answer: (config: object) => Promise<{ supported?: boolean; config?: object }>) =>
    new NativeProbe({ isConfigSupported: answer }, 'AudioEncoder', ['opus']);

  it('finds nothing wrong when all that matters comes back', async () => {
    expect(await probe(async (config) => ({ supported: true, config })).refusal(asked)).toBeUndefined();
    const unknownDefault = async () => ({ supported: true, config: { opus: { signal: 'voice' } } });
    expect(await probe(unknownDefault).refusal(asked)).toBeUndefined();
  });

  it('finds a value lost that is nothing elsewhere', async () => {
    const none = async () => ({ supported: true, config: {} });
    expect(await probe(none).refusal({ opus: { packetlossperc: 0, signal: 'auto' } })).toBeUndefined();
    expect(await probe(none).refusal({ opus: { complexity: 0 } })).toContain("'opus'");
    const decoder = new NativeProbe({ isConfigSupported: none }, 'VideoDecoder', ['description']);
    expect(await decoder.refusal({ description: new ArrayBuffer(0) })).toContain("'description'");
  });

  it('takes a description of any length, and keeps no answer for a long one', async () => {
    let count = 0;
    const counting = probe(async (config) => {
      count += 1;
      return { supported: true, config };
    });
    const long = { ...asked, description: new ArrayBuffer(2 ** 28) };
    await counting.refusal(long);
    expect(await counting.refusal(long)).toBeUndefined();
    expect(count).toBe(2);
  });

  it('finds what the browser leaves out of its answer', async () => {
    const answer = async () => ({ supported: true, config: { codec: 'opus', opus: { usedtx: false } } });
    expect(await probe(answer).refusal(asked)).toContain("'opus'");
  });

  it('finds what the browser refuses, by answer or by exception, and that there is none', async () => {
    expect(await probe(async () => ({ supported: false })).refusal(asked)).toContain('refuses');
    const throwing = probe(async () => {
      throw new TypeError('ogg is not known');
    });
    expect(await throwing.refusal(asked)).toContain('ogg is not known');
    expect(await new NativeProbe(undefined, 'AudioEncoder', []).refusal(asked)).toContain('no AudioEncoder');
  });

  it('asks once for each configuration', async () => {
    let count = 0;
    const counting = probe(async (config) => {
      count += 1;
      return { supported: true, config };
    });
    await counting.refusal(asked);
    await counting.refusal(structuredClone(asked));
    expect(count).toBe(1);
    await counting.refusal({ ...asked, description: Uint8Array.of(1).buffer });
    await counting.refusal({ ...asked, description: Uint8Array.of(2).buffer });
    expect(count).toBe(3);
  });
});

describe('a codec string of VP8 or VP9', () => {
  it.each([
    ['vp8', { codec: 'vp8', profile: 0, bitDepth: 8 }],
    ['vp09.00.10.08', { codec: 'vp9', profile: 0, bitDepth: 8 }],
    ['vp09.01.62.08.03.01.01.01.00', { codec: 'vp9', profile: 1, bitDepth: 8 }],
    ['vp09.02.10.10', { codec: 'vp9', profile: 2, bitDepth: 10 }],
  ])('%s is read', (text, parts) => {
    expect(parseVpxCodecString(text)).toEqual(parts);
  });

  it.each([
    'vp9',
    'VP8',
    'Vp09.00.10.08',
    ' vp09.00.10.08 ',
    'vp08.00.10.08',
    'vp09.99.99.08',
    'vp09.00.10',
    'vp09.00.10.10',
    'vp09.02.10.08',
    'vp09.00.10.08.03',
    'video/webm; codecs="vp8"',
    'vp8\n',
  ])('%j is none', (text) => {
    expect(parseVpxCodecString(text)).toBeUndefined();
  });
});

describe('the browser’s decoder of Opus', () => {
  const head = Uint8Array.of(0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const reason = async (member: object) => {
    const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2, engine: 'webcodecs', ...member };
    return (await chooseEngine(readAudioDecoderConfig(config), AUDIO_DECODER_RULES)).reason;
  };

  it.each([
    [{ numberOfChannels: 6 }, 'without a description'],
    [{ numberOfChannels: 255, description: head }, '255 channels'],
    [{ numberOfChannels: 1, description: head }, 'the description has 2 channels'],
    [{ description: new Uint8Array(5) }, 'OpusHead'],
    [{ sampleRate: 2999 }, 'sampleRate'],
  ])('is not believed for %j', async (member, why) => {
    expect(await reason(member)).toContain(why);
  });

  it('is asked about everything else', async () => {
    expect(await reason({ description: head })).toContain('no AudioDecoder of the browser');
    expect(await reason({ codec: 'flac', numberOfChannels: 300 })).toContain('no AudioDecoder of the browser');
  });
});

describe('our engine', () => {
  const audio = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 };
  const video = { codec: 'vp8', width: 640, height: 480 };

  it.each([{}, { sampleRate: 44_100 }, { numberOfChannels: 1 }, { opus: { format: 'ogg', frameDuration: 120_000 } }])(
    'encodes audio with %j',
    (member) => {
      expect(wasmAudioEncodeRefusal(readAudioEncoderConfig({ ...audio, ...member }))).toBeUndefined();
    },
  );

  it.each([
    { codec: 'opus.123' },
    { codec: 'OPUS' },
    { sampleRate: 1 },
    { sampleRate: 10_000_000 },
    { numberOfChannels: 3 },
  ])('does not encode audio with %j', (member) => {
    expect(wasmAudioEncodeRefusal(readAudioEncoderConfig({ ...audio, ...member }))).toBeTypeOf('string');
  });

  it('decodes more than two channels only with a header that says how', () => {
    const surround = { ...audio, numberOfChannels: 6 };
    expect(wasmAudioDecodeRefusal(surround)).toContain('description');
    const short = { ...surround, description: new Uint8Array(9) };
    expect(wasmAudioDecodeRefusal(readAudioDecoderConfig(short))).toBeTypeOf('string');
    const head = Uint8Array.of(
      ...[0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, 6, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 1],
      ...[4, 2, 0, 4, 1, 2, 3, 5],
    );
    expect(wasmAudioDecodeRefusal(readAudioDecoderConfig({ ...surround, description: head }))).toBeUndefined();
    const fewer = { ...audio, numberOfChannels: 1, description: head };
    expect(wasmAudioDecodeRefusal(readAudioDecoderConfig(fewer))).toContain('6 channels');
    const stereoHead = head.slice(0, 19).fill(0, 18);
    expect(wasmAudioDecodeRefusal(readAudioDecoderConfig({ ...surround, description: stereoHead }))).toContain(
      'OpusHead',
    );
  });

  it('does not decode louder than Opus has a number for, whoever asks for which part of it', () => {
    const head = Uint8Array.of(0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64, 1, 2, 0, 0, 0, 0, 0, 0, 0, 100, 0);
    const refusal = (gainDb: number) =>
      wasmAudioDecodeRefusal(readAudioDecoderConfig({ ...audio, description: head, opusExtras: { gainDb } }));
    expect(refusal(27)).toBeUndefined();
    expect(refusal(28)).toContain('gainDb');
  });

  it.each([
    {},
    { codec: 'vp09.00.10.08', width: 1279, height: 719 },
    { scalabilityMode: 'L1T3' },
    { bitrateMode: 'quantizer' },
    { contentHint: 'text', avc: { format: 'annexb' } },
    { vpxExtras: { cpuUsed: 16 } },
    { scalabilityMode: '' },
    { vpxExtras: { keyFrameInterval: 0, noiseSensitivity: 6, minQuantizer: 56 } },
  ])('encodes video with %j', (member) => {
    expect(wasmVideoEncodeRefusal(readVideoEncoderConfig({ ...video, ...member }))).toBeUndefined();
  });

  it.each([
    { codec: 'avc1.42001E' },
    { codec: 'vp09.01.10.08' },
    { width: 16_384 },
    { width: 16_000, height: 16_000 },
    { scalabilityMode: 'L2T1' },
    { scalabilityMode: 'ABC' },
    { alpha: 'keep' },
    { framerate: 0 },
    { vpxExtras: { minQuantizer: 30, maxQuantizer: 20 } },
    { vpxExtras: { minQuantizer: 57 } },
    { vpxExtras: { aqMode: 3 } },
    { framerate: 1e-300 },
    { bitrate: 2 ** 31 },
    { codec: 'vp09.00.10.08', vpxExtras: { noiseSensitivity: 2 } },
    { codec: 'vp09.00.10.08', vpxExtras: { cpuUsed: 10 } },
  ])('does not encode video with %j', (member) => {
    expect(wasmVideoEncodeRefusal(readVideoEncoderConfig({ ...video, ...member }))).toBeTypeOf('string');
  });

  it('decodes VP8 and VP9 of 8 bits', () => {
    const refusal = (config: object) => wasmVideoDecodeRefusal(readVideoDecoderConfig(config));
    expect(refusal({ codec: 'vp8' })).toBeUndefined();
    expect(refusal({ codec: 'vp09.01.10.08.03.01.01.01.00', codedWidth: 1920, codedHeight: 1088 })).toBeUndefined();
    expect(refusal({ codec: 'vp09.02.10.10' })).toBeTypeOf('string');
    expect(refusal({ codec: 'av01.0.04M.08' })).toBeTypeOf('string');
    expect(refusal({ codec: 'vp8', codedWidth: 20_000, codedHeight: 10 })).toBeTypeOf('string');
  });
});
