import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/paths.mjs';

const FOLDER = join(ROOT, 'wasm/fuzz/corpus');
const IVF_HEADER_BYTES = 32;
const IVF_FRAME_HEADER_BYTES = 12;

/**
 * Good streams to begin with.
 *
 * @param {'opus' | 'vp8' | 'vp9'} codec
 * @returns {Uint8Array[][]} the packets of each stream
 */
export function streamsOf(codec) {
  const names = readdirSync(FOLDER).filter((name) => name.startsWith(`${codec}-`));
  return names.sort().map((name) => {
    const bytes = readFileSync(join(FOLDER, name));
    return name.endsWith('.ivf') ? packetsOfIvf(bytes) : packetsOfDemo(bytes);
  });
}

/** @param {Buffer} file @returns {Uint8Array[]} */
function packetsOfIvf(file) {
  const packets = [];
  for (let at = IVF_HEADER_BYTES; at + IVF_FRAME_HEADER_BYTES <= file.length; ) {
    const start = at + IVF_FRAME_HEADER_BYTES;
    at = start + file.readUInt32LE(at);
    packets.push(file.subarray(start, at));
  }
  return packets;
}

/** The format of opus_demo: length, final range, packet. @param {Buffer} file @returns {Uint8Array[]} */
function packetsOfDemo(file) {
  const packets = [];
  for (let at = 0; at + 8 <= file.length; ) {
    const start = at + 8;
    at = start + file.readUInt32BE(at);
    packets.push(file.subarray(start, at));
  }
  return packets;
}
