import { createHash } from 'node:crypto';

/**
 * What a contender's work looked like, the first time it did a row.
 *
 * @typedef {object} Look
 * @property {string} row
 * @property {string} by the contender
 * @property {string} where `node`, `chromium` or `native`
 * @property {number} [qualityDb] of encoders: SNR or PSNR to the original
 * @property {number} [kilobitsPerSecond] of encoders
 * @property {readonly string[]} [packets] of encoders: a hash of each
 * @property {number} [digest] of video decoders: one number for all pixels
 * @property {Int16Array} [sound] of Opus decoders
 */

/** How far an encoder may be from the one it is compared with: share of its bitrate, decibels of sound and of pictures. */
const TOLERANCE = { bitrate: 0.15, soundDb: 1.5, pictureDb: 1 };
/** How much quieter than the sound the difference of two decoders must be: rounding, no more. */
const MIN_DECODE_DB = 60;

/** @typedef {{ qualityDb: number, kilobitsPerSecond: number }} Verdict */

/** Remembers looks, and what is judged already. */
export class Looks {
  /** @type {Look[]} */
  #all = [];
  /** @type {Map<string, Verdict>} */
  #verdicts = new Map();
  #judge;

  /** @param {(task: import('./task.ts').Task, pieces: Uint8Array) => Promise<Verdict>} judge */
  constructor(judge) {
    this.#judge = judge;
  }

  /** @returns {readonly Look[]} */
  get all() {
    return this.#all;
  }

  /**
   * @param {{ row: string, by: string, where: string }} who
   * @param {import('./task.ts').Task} task
   * @param {import('./task.ts').Outcome} outcome of looking
   */
  async add(who, task, { pieces, digest }) {
    if (task.what === 'video-decode') this.#all.push({ ...who, digest: digest ?? digestOfPieces(pieces) });
    else if (task.what === 'opus-decode') this.#all.push({ ...who, sound: soundOf(pieces) });
    else {
      // Some make the same bytes.
      const key = `${who.row} ${hashOf(pieces)}`;
      const verdict = this.#verdicts.get(key) ?? (await this.#judge(task, pieces));
      this.#verdicts.set(key, verdict);
      this.#all.push({ ...who, packets: splitPieces(pieces).map(hashOf), ...verdict });
    }
  }
}

/** @param {Uint8Array} bytes */
function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What stands between the lengths in a file of pieces. @param {Uint8Array} joined */
function splitPieces(joined) {
  const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
  const pieces = [];
  for (let at = 0; at < joined.length; ) {
    const end = at + 4 + view.getUint32(at, true);
    pieces.push(joined.subarray(at + 4, end));
    at = end;
  }
  return pieces;
}

/** Goes over all pieces as `digestOf` goes over pictures. @param {Uint8Array} joined */
function digestOfPieces(joined) {
  let digest = 0x811c_9dc5;
  for (const piece of splitPieces(joined)) {
    for (const byte of piece) digest = Math.imul(digest ^ byte, 0x0100_0193);
  }
  return digest >>> 0;
}

/** The pieces of a decoder one after the other. @param {Uint8Array} joined */
function soundOf(joined) {
  const { buffer, byteOffset, byteLength } = Buffer.concat(splitPieces(joined));
  return new Int16Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/**
 * @typedef {object} Compared
 * @property {string} row
 * @property {string} by
 * @property {string} where
 * @property {string} work what was made, in words
 * @property {string} [fault] why it is not the same work as the one it is compared with
 */

/**
 * Compares each look with that of the native library, or with ours in Node where there is none. The browser's encoder has
 * settings of its own; it is shown and not held to anything.
 *
 * @param {readonly Look[]} looks
 * @returns {Compared[]}
 */
export function compareLooks(looks) {
  return looks.map((look) => {
    const same = looks.filter(({ row }) => row === look.row);
    const reference = same.find(({ by }) => by === 'native') ?? same.find(({ by }) => by === 'ours') ?? look;
    const { work, fault } = compareWith(look, reference);
    const isFree = /^(webcodecs|ours-classes)$/.test(look.by) && look.qualityDb !== undefined;
    return { row: look.row, by: look.by, where: look.where, work, ...(fault && !isFree ? { fault } : {}) };
  });
}

/** @param {Look} look @param {Look} reference @returns {{ work: string, fault?: string | false }} */
function compareWith(look, reference) {
  if (look.digest !== undefined) {
    const isSame = look.digest === reference.digest;
    return { work: isSame ? 'same pixels' : 'other pixels', fault: !isSame && 'the pixels are others' };
  }
  if (look.sound) {
    const db = differenceDb(reference.sound, look.sound);
    return {
      work: db === Number.POSITIVE_INFINITY ? 'same samples' : `${db.toFixed(0)} dB above the difference`,
      fault: db < MIN_DECODE_DB && `the sound differs by ${db.toFixed(1)} dB`,
    };
  }
  const made = `${look.kilobitsPerSecond.toFixed(1)} kbit/s, ${look.qualityDb.toFixed(2)} dB`;
  if (look === reference) return { work: made };
  const same = look.packets.filter((packet, index) => packet === reference.packets[index]).length;
  const work = `${made}, ${same} of ${look.packets.length} packets the same`;
  const rate = look.kilobitsPerSecond / reference.kilobitsPerSecond - 1;
  const lossDb = reference.qualityDb - look.qualityDb;
  const isSound = look.row.startsWith('opus');
  const faults = [
    Math.abs(rate) > TOLERANCE.bitrate && `the bitrate is ${(rate * 100).toFixed(0)} % off`,
    Math.abs(lossDb) > (isSound ? TOLERANCE.soundDb : TOLERANCE.pictureDb) &&
      `the quality is ${lossDb.toFixed(2)} dB off`,
  ].filter(Boolean);
  return { work, fault: faults.length > 0 && faults.join(', ') };
}

/** How much louder the sound is than the difference. @param {Int16Array} sound @param {Int16Array} other */
function differenceDb(sound, other) {
  let signal = 0;
  let difference = Math.abs(sound.length - other.length) * 1e6;
  for (const [at, sample] of sound.entries()) {
    signal += sample ** 2;
    difference += (sample - (other[at] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / difference);
}
