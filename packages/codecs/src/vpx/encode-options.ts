import { assertBoolean, assertInteger, assertNumber, assertObject } from '../module/checks.ts';
import type { VpxColorSpace } from './color-space.ts';

/** How one frame is to be encoded. */
export interface VpxEncodeOptions {
  /** When it is shown, µs. Equal and falling timestamps are allowed. */
  readonly timestampUs: number;
  /** How long it is shown, µs. @default one frame at the configured frame rate */
  readonly durationUs?: number | undefined;
  /** Whether it must be decodable without those before it. @default false */
  readonly keyFrame?: boolean | undefined;
  /** 0 (best) to 63, with `bitrateMode: 'quantizer'`. @default that of the frame before, 32 at first */
  readonly quantizer?: number | undefined;
}

/** One encoded frame. */
export interface VpxEncoded {
  /** The packet; the view is overwritten by the next call. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** Whether it can be decoded without those before it. */
  readonly keyFrame: boolean;
  /** As given, µs. */
  readonly timestampUs: number;
  /** 0 is the base; frames of the highest layer can be dropped without harm. */
  readonly temporalLayerId: number;
  /** How coarse it is, 0–63. */
  readonly quantizer: number;
  /** What the colours of the encoded planes mean. VP9 packets say it themselves, VP8's decoder has to be told. */
  readonly colorSpace: VpxColorSpace;
}

/**
 * Looks at the options of a frame.
 *
 * @throws {SdkError} `invalid-argument` or `out-of-range`, naming the field
 */
export function assertEncodeOptions(options: unknown): asserts options is VpxEncodeOptions {
  assertObject('options', options);
  const { timestampUs, durationUs, keyFrame, quantizer } = options as Partial<Record<keyof VpxEncodeOptions, unknown>>;
  assertNumber('timestampUs', timestampUs, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  if (durationUs !== undefined) assertNumber('durationUs', durationUs, 0, Number.MAX_SAFE_INTEGER);
  if (keyFrame !== undefined) assertBoolean('keyFrame', keyFrame);
  if (quantizer !== undefined) assertInteger('quantizer', quantizer, 0, 63);
}
