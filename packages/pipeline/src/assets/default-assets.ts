import type { CodecFile } from '@remotemedia/codecs';

/** The codecs' WebAssembly by the names that nodes have for it. */
const CODECS: ReadonlyMap<string, CodecFile> = new Map([
  ['opus', 'opus'],
  ['vp8Encoder', 'vp8-encoder'],
  ['vp8Decoder', 'vp8-decoder'],
  ['vp9Encoder', 'vp9-encoder'],
  ['vp9Decoder', 'vp9-decoder'],
]);

/** Which codec's file a name means. */
export function codecFileOf(name: string): CodecFile | undefined {
  return CODECS.get(name);
}

/**
 * Where a file that comes with the SDK lies. The addresses are written out, so that bundlers see them and take the files
 * along; none is worked out before it is asked for.
 */
export function defaultAssetUrl(name: string): URL | undefined {
  switch (name) {
    case 'rnnoise':
      return new URL(
        '../../../../node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm',
        import.meta.url,
      );
    default:
      return undefined;
  }
}
