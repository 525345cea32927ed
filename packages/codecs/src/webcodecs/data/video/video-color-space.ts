import { Members, oneOf } from '../idl/dictionaries.ts';
import { asInterface } from '../idl/interfaces.ts';
import {
  MATRICES,
  PRIMARIES,
  TRANSFERS,
  type VideoColorPrimaries,
  type VideoMatrixCoefficients,
  type VideoTransferCharacteristics,
} from './color-space-names.ts';

/** What the values of a picture mean. Source: WebCodecs §9.9.2, VideoColorSpaceInit. */
export interface VideoColorSpaceInit {
  /** Which red, green, blue and white are meant. @default null, not known */
  primaries?: VideoColorPrimaries | null;
  /** How light becomes a value. @default null, not known */
  transfer?: VideoTransferCharacteristics | null;
  /** How luma and chroma are made. @default null, not known */
  matrix?: VideoMatrixCoefficients | null;
  /** Whether all values are used, not only those from 16 to 235 (240 for chroma). @default null, not known */
  fullRange?: boolean | null;
}

/** What the values of a picture mean. Source: WebCodecs §9.9, VideoColorSpace Interface. */
export class VideoColorSpace {
  readonly #init: Required<VideoColorSpaceInit>;

  /** @throws {TypeError} for a name that there is not */
  constructor(init: VideoColorSpaceInit = {}) {
    this.#init = convertColorSpace(init, 'VideoColorSpaceInit');
  }

  /** Which red, green, blue and white are meant; `null` when that is not known. */
  get primaries(): VideoColorPrimaries | null {
    return this.#init.primaries;
  }

  /** How light becomes a value; `null` when that is not known. */
  get transfer(): VideoTransferCharacteristics | null {
    return this.#init.transfer;
  }

  /** How luma and chroma are made; `null` when that is not known. */
  get matrix(): VideoMatrixCoefficients | null {
    return this.#init.matrix;
  }

  /** Whether all values are used; `null` when that is not known. */
  get fullRange(): boolean | null {
    return this.#init.fullRange;
  }

  /** The four as a plain object, for another VideoColorSpace or for JSON. */
  toJSON(): Required<VideoColorSpaceInit> {
    const { primaries, transfer, matrix, fullRange } = this.#init;
    return { primaries, transfer, matrix, fullRange };
  }
}

asInterface(VideoColorSpace, 'VideoColorSpace');

const toPrimaries = nullable(oneOf(PRIMARIES));
const toTransfer = nullable(oneOf(TRANSFERS));
const toMatrix = nullable(oneOf(MATRICES));
const toRange = nullable(Boolean);

/** Converts members in WebIDL's order. @throws {TypeError} for what does not convert */
export function convertColorSpace(value: unknown, what: string): Required<VideoColorSpaceInit> {
  const init = new Members(value, what);
  return {
    fullRange: init.optional('fullRange', toRange) ?? null,
    matrix: init.optional('matrix', toMatrix) ?? null,
    primaries: init.optional('primaries', toPrimaries) ?? null,
    transfer: init.optional('transfer', toTransfer) ?? null,
  };
}

function nullable<T>(convert: (value: unknown, what: string) => T): (value: unknown, what: string) => T | null {
  return (value, what) => (value === null ? null : convert(value, what));
}
