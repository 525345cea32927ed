import { copyOf } from '../idl/buffers.ts';
import type { SampleType } from './sample-formats.ts';

/** Samples as numbers. */
export type SampleArray = Uint8Array | Int16Array | Int32Array | Float32Array;

/** A view of `bytes` as samples. @returns `undefined` where the bytes do not begin at a multiple of a sample's size */
export function viewOfSamples(bytes: Uint8Array, type: SampleType): SampleArray | undefined {
  const { buffer, byteOffset, byteLength } = bytes;
  switch (type) {
    case 'u8':
      return bytes;
    case 's16':
      return byteOffset % 2 ? undefined : new Int16Array(buffer, byteOffset, byteLength >> 1);
    case 's32':
      return byteOffset % 4 ? undefined : new Int32Array(buffer, byteOffset, byteLength >> 2);
    case 'f32':
      return byteOffset % 4 ? undefined : new Float32Array(buffer, byteOffset, byteLength >> 2);
  }
}

/** The samples of `bytes`, copied first if they cannot be viewed where they are. */
export function samplesOf(bytes: Uint8Array, type: SampleType): SampleArray {
  return viewOfSamples(bytes, type) ?? samplesOf(copyOf(bytes), type);
}

/** Room for `count` samples. */
export function emptySamples(type: SampleType, count: number): SampleArray {
  switch (type) {
    case 'u8':
      return new Uint8Array(count);
    case 's16':
      return new Int16Array(count);
    case 's32':
      return new Int32Array(count);
    case 'f32':
      return new Float32Array(count);
  }
}
