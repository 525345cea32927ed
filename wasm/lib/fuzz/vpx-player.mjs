import { CHECKSUM_START, checksum } from './commands.mjs';

const MEM_ERROR = -2;
const ERROR = -1;
const PROPERTY = { width: 0, height: 1, format: 2 };
const FORMAT = { i420: 0x102, i422: 0x105, i440: 0x107 };

/**
 * Obeys commands of VP8 and VP9. `fuzz/vpx-player.c` is the same in C.
 *
 * @param {any} wasm exports
 */
export function vpxActor(wasm) {
  let decoder = 0;

  const close = () => {
    wasm.decoder_close(decoder);
    decoder = 0;
    return { result: 0, checksum: 0 };
  };

  /** @param {number} before @returns {number} */
  const pictureChecksum = (before) => {
    const format = wasm.decoder_property(decoder, PROPERTY.format);
    const shiftX = format === FORMAT.i420 || format === FORMAT.i422 ? 1 : 0;
    const shiftY = format === FORMAT.i420 || format === FORMAT.i440 ? 1 : 0;
    let sum = before;
    for (let plane = 0; plane < 3; plane++) {
      const width = halved(wasm.decoder_property(decoder, PROPERTY.width), plane ? shiftX : 0);
      const height = halved(wasm.decoder_property(decoder, PROPERTY.height), plane ? shiftY : 0);
      let row = wasm.decoder_plane(decoder, plane);
      for (let y = 0; y < height; y++, row += wasm.decoder_stride(decoder, plane)) {
        sum = checksum(sum, new Uint8Array(wasm.memory.buffer, row, width));
      }
    }
    return sum;
  };

  /** @param {Uint8Array} bytes */
  const decode = (bytes) => {
    const at = wasm.decoder_packet(decoder, bytes.length);
    if (!at || bytes.length === 0) return { result: MEM_ERROR, checksum: 0 };
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
    const result = wasm.decoder_decode(decoder, 0, bytes.length);
    let sum = CHECKSUM_START;
    while (wasm.decoder_next(decoder)) sum = pictureChecksum(sum);
    return { result, checksum: sum };
  };

  return {
    memoryBytes: () => wasm.memory.buffer.byteLength,
    /** @param {import('./commands.mjs').Command} command @returns {import('./commands.mjs').Answer} */
    obey: ({ kind, bytes = new Uint8Array() }) => {
      if (kind === 'x') return close();
      if (kind === 'o') {
        close();
        decoder = wasm.decoder_new();
        return { result: wasm.decoder_reset(decoder), checksum: 0 };
      }
      if (!decoder) return { result: ERROR, checksum: 0 };
      if (kind === 'd') return decode(bytes);
      return { result: wasm.decoder_reset(decoder), checksum: 0 };
    },
  };
}

/** @param {number} size @param {number} shift */
function halved(size, shift) {
  return (size + shift) >> shift;
}
