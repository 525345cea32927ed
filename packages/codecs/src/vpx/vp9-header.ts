import { BitReader } from './bit-reader.ts';

/** What the first bits of a VP9 frame say. Source: VP9 specification, 6.2 and 7.2. */
export interface Vp9Header {
  /** 0: 4:2:0 with 8 bits; 1: other sampling with 8 bits; 2 and 3: the same with 10 or 12 bits. */
  readonly profile: number;
  /** The number of a frame that was decoded earlier and is only shown now; the rest is missing then. */
  readonly showsExisting?: number;
  /** Whether it can be decoded without those before it. */
  readonly keyFrame: boolean;
  /** Whether it refers to no other frame, though it is no key frame. */
  readonly intraOnly: boolean;
  /** Whether it is to be shown. */
  readonly shown: boolean;
  /** Whether it can be decoded when frames before it that it does not refer to are missing. */
  readonly errorResilient: boolean;
  /** Pixels in a row; missing when it is that of a frame it refers to. */
  readonly width?: number;
  /** Rows; likewise. */
  readonly height?: number;
  /** 8, 10 or 12; key frames only. */
  readonly bitDepth?: number;
  /** The number of the colour space, 7.2.2; key frames only. */
  readonly colorNumber?: number;
  /** Whether black is 0, not 16; key frames only. */
  readonly fullRange?: boolean;
}

const FRAME_MARKER = 2;
const SYNC_CODE = 0x498342;
const SRGB = 7;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Color {
  readonly bitDepth: number;
  readonly colorNumber: number;
  readonly fullRange: boolean;
}

/**
 * Reads the header of a VP9 frame, of the first one if the packet is a superframe.
 *
 * @returns `undefined` for bytes that are none; it never throws
 */
export function parseVp9Header(frame: Uint8Array): Vp9Header | undefined {
  const bits = new BitReader(frame);
  if (bits.bits(2) !== FRAME_MARKER) return undefined;
  const profile = bits.bit() + 2 * bits.bit();
  if (profile === 3 && bits.bit() === 1) return undefined;
  if (bits.bit() === 1) {
    const existing = { profile, showsExisting: bits.bits(3), shown: true };
    return bits.isSpent ? undefined : { ...existing, keyFrame: false, intraOnly: false, errorResilient: false };
  }
  const keyFrame = bits.bit() === 0;
  const shown = bits.bit() === 1;
  const errorResilient = bits.bit() === 1;
  const intraOnly = !keyFrame && !shown && bits.bit() === 1;
  const common = { profile, keyFrame, intraOnly, shown, errorResilient };
  const rest = keyFrame ? readKey(bits, profile) : readOther(bits, { profile, errorResilient, intraOnly });
  return rest && !bits.isSpent ? { ...common, ...rest } : undefined;
}

function readKey(bits: BitReader, profile: number): (Size & Color) | undefined {
  if (bits.bits(24) !== SYNC_CODE) return undefined;
  const color = readColor(bits, profile);
  return color && { ...color, ...readSize(bits) };
}

interface OtherFrame {
  readonly profile: number;
  readonly errorResilient: boolean;
  readonly intraOnly: boolean;
}

function readOther(bits: BitReader, { profile, errorResilient, intraOnly }: OtherFrame): Partial<Size> | undefined {
  if (!errorResilient) bits.bits(2); // reset_frame_context
  if (intraOnly) {
    if (bits.bits(24) !== SYNC_CODE) return undefined;
    if (profile > 0 && !readColor(bits, profile)) return undefined;
    bits.bits(8); // refresh_frame_flags
    return readSize(bits);
  }
  bits.bits(8); // refresh_frame_flags
  for (let reference = 0; reference < 3; reference++) bits.bits(4); // which one, and its sign
  for (let reference = 0; reference < 3; reference++) if (bits.bit() === 1) return {};
  return readSize(bits);
}

function readSize(bits: BitReader): Size {
  return { width: bits.bits(16) + 1, height: bits.bits(16) + 1 };
}

/** color_config. @returns `undefined` for what the profile forbids */
function readColor(bits: BitReader, profile: number): Color | undefined {
  const bitDepth = profile < 2 ? 8 : bits.bit() === 1 ? 12 : 10;
  const colorNumber = bits.bits(3);
  const hasSampling = (profile & 1) === 1;
  if (colorNumber === SRGB) {
    const isAllowed = hasSampling && bits.bit() === 0;
    return isAllowed ? { bitDepth, colorNumber, fullRange: true } : undefined;
  }
  const fullRange = bits.bit() === 1;
  // Both samplings, and a reserved bit.
  if (hasSampling && (bits.bits(2) === 3 || bits.bit() === 1)) return undefined;
  return { bitDepth, colorNumber, fullRange };
}
