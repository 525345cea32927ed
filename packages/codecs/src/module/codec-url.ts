import type { CodecFile } from './codec-source.ts';

/**
 * Where a file lies beside the code. Each address is written out, so that bundlers see it and take the file along; none
 * is worked out before it is asked for, because an AudioWorklet has no `URL`.
 */
export function codecUrl(file: CodecFile): URL {
  switch (file) {
    case 'opus':
      return new URL('../opus/opus.wasm', import.meta.url);
    case 'vp8-encoder':
      return new URL('../vpx/vp8-encoder.wasm', import.meta.url);
    case 'vp8-decoder':
      return new URL('../vpx/vp8-decoder.wasm', import.meta.url);
    case 'vp9-encoder':
      return new URL('../vpx/vp9-encoder.wasm', import.meta.url);
    case 'vp9-decoder':
      return new URL('../vpx/vp9-decoder.wasm', import.meta.url);
  }
}
