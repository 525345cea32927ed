/** The WebAssembly files there are; each holds one library's one or two directions and nothing else. */
export type CodecFile = 'opus' | 'vp8-encoder' | 'vp8-decoder' | 'vp9-encoder' | 'vp9-decoder';

/**
 * Where a codec's WebAssembly comes from: a module compiled before (the only one an AudioWorklet can use), its bytes, or
 * an address to fetch it from.
 */
export type CodecSource = WebAssembly.Module | BufferSource | URL | string;
