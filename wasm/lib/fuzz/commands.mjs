/**
 * What a player is told; `fuzz/player.h` has the same. A script is a list of commands whose last is `x`.
 *
 * @typedef {object} Command
 * @property {'o' | 'm' | 'd' | 'i' | 's' | 'r' | 'x'} kind open, open several streams, decode, decode to integers, set,
 *   reset, close all
 * @property {number} [a]
 * @property {number} [b]
 * @property {number} [c]
 * @property {Uint8Array} [bytes]
 *
 * @typedef {{ result: number, checksum: number }} Answer
 */

const HEAD_BYTES = 17;

/** Size of an answer. */
export const ANSWER_BYTES = 8;

/** @param {readonly Command[]} commands @returns {Buffer} */
export function writeCommands(commands) {
  return Buffer.concat(
    commands.flatMap(({ kind, a = 0, b = 0, c = 0, bytes = new Uint8Array() }) => {
      const head = Buffer.alloc(HEAD_BYTES);
      head.write(kind, 0, 'latin1');
      head.writeInt32LE(a, 1);
      head.writeInt32LE(b, 5);
      head.writeInt32LE(c, 9);
      head.writeUInt32LE(bytes.length, 13);
      return [head, bytes];
    }),
  );
}

/**
 * @param {Buffer} written
 * @returns {{ commands: Command[], rest: Buffer }} `rest` is the beginning of a command whose end is not there yet
 */
export function readCommands(written) {
  /** @type {Command[]} */
  const commands = [];
  let at = 0;
  while (at + HEAD_BYTES <= written.length) {
    const end = at + HEAD_BYTES + written.readUInt32LE(at + 13);
    if (end > written.length) break;
    commands.push({
      kind: /** @type {Command['kind']} */ (written.toString('latin1', at, at + 1)),
      a: written.readInt32LE(at + 1),
      b: written.readInt32LE(at + 5),
      c: written.readInt32LE(at + 9),
      bytes: written.subarray(at + HEAD_BYTES, end),
    });
    at = end;
  }
  return { commands, rest: written.subarray(at) };
}

/** @param {Answer} answer @returns {Buffer} */
export function writeAnswer({ result, checksum }) {
  const bytes = Buffer.alloc(ANSWER_BYTES);
  bytes.writeInt32LE(result, 0);
  bytes.writeUInt32LE(checksum, 4);
  return bytes;
}

/** @param {Buffer} bytes @param {number} at @returns {Answer} */
export function readAnswer(bytes, at) {
  return { result: bytes.readInt32LE(at), checksum: bytes.readUInt32LE(at + 4) };
}

/** FNV-1a, as the native players do it. @param {number} sum @param {Uint8Array} bytes */
export function checksum(sum, bytes) {
  let hash = sum;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

export const CHECKSUM_START = 0x811c9dc5;
