import { describe, expect, it } from 'vitest';
import { readAudioDecoderConfig, readAudioEncoderConfig } from './audio-configs.ts';
import { readVideoDecoderConfig } from './video-decoder-config.ts';
import { readEncodeOptions, readVideoEncoderConfig } from './video-encoder-config.ts';

const AUDIO = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 2 };
const VIDEO = { codec: 'vp8', width: 640, height: 480 };

/** The order in which members are read. */
function reads(config: object, read: (config: unknown) => unknown): string[] {
  const names: string[] = [];
  const watched = new Proxy(config, {
    get: (target, name) => {
      names.push(String(name));
      return Reflect.get(target, name);
    },
  });
  read(watched);
  return names;
}

describe.each([
  ['AudioEncoderConfig', AUDIO, readAudioEncoderConfig],
  ['AudioDecoderConfig', AUDIO, readAudioDecoderConfig],
  ['VideoEncoderConfig', VIDEO, readVideoEncoderConfig],
  ['VideoDecoderConfig', { codec: 'vp8' }, readVideoDecoderConfig],
])('an %s', (_name, config, read: (value: unknown) => object) => {
  it('is read once, member by member, in the order of names', () => {
    const names = reads(config, read);
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps what is known and drops the rest', () => {
    const copy = read({ ...config, engine: 'wasm', futureMember: 1 });
    expect(copy).toMatchObject({ ...config, engine: 'wasm' });
    expect(copy).not.toHaveProperty('futureMember');
  });

  it.each(Object.keys(config))('is a TypeError without its member %s', (name) => {
    expect(() => read({ ...config, [name]: undefined })).toThrow(TypeError);
  });

  it.each(['', ' \t\n'])('is a TypeError with the empty codec %j', (codec) => {
    expect(() => read({ ...config, codec })).toThrow(TypeError);
  });

  it('is a TypeError with an engine that there is not', () => {
    expect(() => read({ ...config, engine: 'native' })).toThrow(TypeError);
  });

  it.each([1, 'opus', true])('is a TypeError when it is %j', (value) => {
    expect(() => read(value)).toThrow(TypeError);
  });
});

describe('the defaults and bounds of audio', () => {
  it('has the registration’s defaults in opus, when it is there at all', () => {
    expect(readAudioEncoderConfig(AUDIO)).toEqual({ ...AUDIO, bitrateMode: 'variable' });
    expect(readAudioEncoderConfig({ ...AUDIO, opus: {} }).opus).toEqual({
      application: 'audio',
      complexity: 9,
      format: 'opus',
      frameDuration: 20_000,
      packetlossperc: 0,
      signal: 'auto',
      usedtx: false,
      useinbandfec: false,
    });
  });

  it.each([
    { sampleRate: 0 },
    { numberOfChannels: 0 },
    { sampleRate: -1 },
    { sampleRate: Number.NaN },
    { bitrate: 0 },
    { bitrate: 5999 },
    { bitrate: 510_001 },
    { codec: 'flac', bitrate: 2 ** 32 },
    { bitrateMode: 'quantizer' },
    { opus: { complexity: 11 } },
    { opus: { packetlossperc: 101 } },
    { opus: { frameDuration: 2501 } },
    { opus: { format: 'mp4' } },
    { opus: 'ogg' },
    { opusExtras: { lsbDepth: 7 } },
    { opusExtras: { forceChannels: 3 } },
    { opusExtras: { bandwidth: 'ultrawideband' } },
  ])('refuses %j in an encoder’s configuration', (member) => {
    expect(() => readAudioEncoderConfig({ ...AUDIO, ...member })).toThrow(TypeError);
  });

  it('copies the bytes that a description covers, and refuses one whose buffer is gone', () => {
    const bytes = Uint8Array.of(1, 2, 3, 4);
    const { description } = readAudioDecoderConfig({ ...AUDIO, description: bytes.subarray(1, 3) });
    expect(description).toEqual(Uint8Array.of(2, 3).buffer);
    structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
    expect(() => readAudioDecoderConfig({ ...AUDIO, description: bytes })).toThrow(TypeError);
    expect(() => readAudioDecoderConfig({ ...AUDIO, description: 'header' })).toThrow(TypeError);
  });

  it('refuses a gain that Opus has no number for', () => {
    expect(readAudioDecoderConfig({ ...AUDIO, opusExtras: { gainDb: 127.99 } }).opusExtras).toEqual({ gainDb: 127.99 });
    expect(() => readAudioDecoderConfig({ ...AUDIO, opusExtras: { gainDb: 128 } })).toThrow(TypeError);
  });
});

describe('the defaults and bounds of video', () => {
  it('has the specification’s defaults', () => {
    expect(readVideoEncoderConfig(VIDEO)).toEqual({
      ...VIDEO,
      alpha: 'discard',
      bitrateMode: 'variable',
      hardwareAcceleration: 'no-preference',
      latencyMode: 'quality',
    });
    expect(readVideoDecoderConfig({ codec: 'vp8', colorSpace: { primaries: 'bt709' } })).toEqual({
      codec: 'vp8',
      colorSpace: { primaries: 'bt709', transfer: null, matrix: null, fullRange: null },
      flip: false,
      hardwareAcceleration: 'no-preference',
      rotation: 0,
    });
    expect(readEncodeOptions(undefined)).toEqual({ keyFrame: false });
  });

  it.each([
    { width: 0 },
    { height: 0 },
    { displayWidth: 0 },
    { displayHeight: 0 },
    { bitrate: 0 },
    { width: 2 ** 32 },
    { framerate: Number.POSITIVE_INFINITY },
    { alpha: 'premultiply' },
    { latencyMode: 'fast' },
    { vpxExtras: { minQuantizer: 64 } },
    { vpxExtras: { keyFrameInterval: 1_000_001 } },
  ])('refuses %j in an encoder’s configuration', (member) => {
    expect(() => readVideoEncoderConfig({ ...VIDEO, ...member })).toThrow(TypeError);
  });

  it.each([
    { codedWidth: 10 },
    { codedHeight: 10 },
    { codedWidth: 0, codedHeight: 0 },
    { displayAspectWidth: 16 },
    { displayAspectWidth: 0, displayAspectHeight: 9 },
    { colorSpace: { matrix: 'bt601' } },
    { hardwareAcceleration: 'yes' },
  ])('refuses %j in a decoder’s configuration', (member) => {
    expect(() => readVideoDecoderConfig({ codec: 'vp8', ...member })).toThrow(TypeError);
  });

  it('reads a quantizer as an unsigned short that may be null', () => {
    expect(readEncodeOptions({ keyFrame: 1, vp9: { quantizer: 65_536 + 30 }, av1: { quantizer: null } })).toEqual({
      keyFrame: true,
      vp9: { quantizer: 30 },
      av1: { quantizer: null },
    });
    expect(() => readEncodeOptions({ vp9: { quantizer: 30n } })).toThrow(TypeError);
  });
});
