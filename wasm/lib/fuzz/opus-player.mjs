import { CHECKSUM_START, checksum } from './commands.mjs';

const INVALID_STATE = -6;
const BAD_ARG = -1;
const GET_FINAL_RANGE = 4_031;

/**
 * Obeys commands of Opus. `fuzz/opus-player.c` is the same in C.
 *
 * @param {any} wasm exports
 */
export function opusActor(wasm) {
  let single = 0;
  let multi = 0;
  let channels = 0;

  const closeAll = () => {
    wasm.bridge_free(single);
    wasm.bridge_free(multi);
    single = 0;
    multi = 0;
    return { result: wasm.bridge_used_bytes(), checksum: 0 };
  };

  /** @param {Uint8Array} bytes @returns {number} */
  const put = (bytes) => {
    if (bytes.length === 0) return 0;
    const at = wasm.bridge_alloc(bytes.length);
    new Uint8Array(wasm.memory.buffer, at, bytes.length).set(bytes);
    return at;
  };

  /** @param {number} made @returns {number} an address, or 0 */
  const address = (made) => (made > -100 && made <= 0 ? 0 : made);

  /** @param {import('./commands.mjs').Command} command */
  const open = ({ kind, a = 0, b = 0, c = 0, bytes = new Uint8Array() }) => {
    closeAll();
    channels = b;
    if (kind === 'o') {
      const made = wasm.bridge_decoder_create(a, b);
      single = address(made);
      return { result: single ? 0 : made, checksum: 0 };
    }
    if (bytes.length < b) return { result: BAD_ARG, checksum: 0 };
    const mapping = put(bytes);
    const made = wasm.bridge_multistream_create(a, b, c >> 8, c & 255, mapping);
    wasm.bridge_free(mapping);
    multi = address(made);
    return { result: multi ? 0 : made, checksum: 0 };
  };

  /** @param {import('./commands.mjs').Command} command */
  const decode = ({ kind, a = 0, b = 0, bytes = new Uint8Array() }) => {
    if (!single && !multi) return { result: INVALID_STATE, checksum: 0 };
    const isInt16 = kind === 'i' && !multi;
    const sampleBytes = kind === 'i' ? 2 : 4;
    const pcm = wasm.bridge_alloc(a * channels * sampleBytes + 4);
    const packet = put(bytes);
    const call = multi ? wasm.bridge_multistream_decode : isInt16 ? wasm.bridge_decode_int16 : wasm.bridge_decode_float;
    const result = call(multi || single, packet, bytes.length, pcm, a, b);
    const rangeAt = wasm.bridge_alloc(4);
    new Uint8Array(wasm.memory.buffer, rangeAt, 4).fill(0);
    const get = multi ? wasm.bridge_multistream_get : wasm.bridge_decoder_get;
    get(multi || single, GET_FINAL_RANGE, rangeAt);
    const range = new Uint8Array(wasm.memory.buffer, rangeAt, 4);
    let sum = new DataView(wasm.memory.buffer).getUint32(rangeAt, true);
    if (result > 0) {
      sum = checksum(CHECKSUM_START, range);
      sum = checksum(sum, new Uint8Array(wasm.memory.buffer, pcm, result * channels * sampleBytes));
    }
    for (const block of [pcm, packet, rangeAt]) wasm.bridge_free(block);
    return { result, checksum: sum };
  };

  const reset = () => {
    if (single) return wasm.bridge_decoder_reset(single);
    return multi ? wasm.bridge_multistream_reset(multi) : INVALID_STATE;
  };

  return {
    memoryBytes: () => wasm.memory.buffer.byteLength,
    /** @param {import('./commands.mjs').Command} command @returns {import('./commands.mjs').Answer} */
    obey: (command) => {
      switch (command.kind) {
        case 'o':
        case 'm':
          return open(command);
        case 'd':
        case 'i':
          return decode(command);
        case 's': {
          const result = single ? wasm.bridge_decoder_set(single, command.a, command.b) : INVALID_STATE;
          return { result, checksum: 0 };
        }
        case 'r':
          return { result: reset(), checksum: 0 };
        case 'x':
          return closeAll();
      }
    },
  };
}
