import { SdkError } from '@remotemedia/base';
import { FlatBufferWriter, type FlatTable, type FlatValue } from './flat-buffer-writer.ts';

/** Room for what is put before a model; a multiple of what its buffers are aligned to. */
const CAPACITY = 16_384;

/** Far more than any model of this kind has; a file that says more is broken. */
const MAX_BUFFERS = 2048;

/** Fields of `Model`. Source: schema.fbs of TensorFlow Lite, version 3. */
const MODEL = { version: 0, operatorCodes: 1, subgraphs: 2, description: 3, buffers: 4, metadata: 6 } as const;

/**
 * What MediaPipe's tasks want to know of a model: that its picture has values from 0 to 1. Source:
 * metadata_schema.fbs of TensorFlow Lite Support.
 */
const metadata: FlatTable = {
  0: { text: 'selfie segmentation' },
  3: {
    list: [
      {
        table: {
          2: { list: [{ table: { 0: { text: 'image' }, 3: rgbImage(), 4: { list: [normalization(0, 255)] } } }] },
          3: { list: [{ table: { 0: { text: 'mask' } } }] },
        },
      },
    ],
  },
};

/**
 * A model with metadata. Those of the package `@mediapipe/selfie_segmentation` are older than the tasks and have none; a
 * model that has some comes back as it is.
 *
 * @throws {SdkError} `failed-precondition` for bytes that are no model
 */
export function withMetadata(model: Uint8Array): Uint8Array {
  try {
    const reader = new ModelReader(model);
    return reader.has(MODEL.metadata) ? model : joined(reader, model);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const detail = `segmentationModel is no TensorFlow Lite model (${model.length} bytes)`;
    throw new SdkError('failed-precondition', `${detail}: use the one of @remotemedia/models`, { cause: error });
  }
}

/** A new root that has all of the model and the metadata, and then the model as it is: references only go forward. */
function joined(reader: ModelReader, model: Uint8Array): Uint8Array {
  const content = new FlatBufferWriter(CAPACITY).write(metadata, 'M001');
  const buffers: FlatValue[] = reader.list(MODEL.buffers).map((following) => ({ following }));
  const entry = { 0: { text: 'TFLITE_METADATA' }, 1: { uint32: buffers.length } };
  const root: FlatTable = {
    [MODEL.version]: { uint32: 3 },
    [MODEL.operatorCodes]: { following: reader.object(MODEL.operatorCodes) },
    [MODEL.subgraphs]: { following: reader.object(MODEL.subgraphs) },
    [MODEL.buffers]: { list: [...buffers, { table: { 0: { bytes: content.bytes.slice(0, content.length) } } }] },
    [MODEL.metadata]: { list: [{ table: entry }] },
  };
  const front = new FlatBufferWriter(CAPACITY).write(root, 'TFL3').bytes;
  const whole = new Uint8Array(front.length + model.length);
  whole.set(front);
  whole.set(model, front.length);
  return whole;
}

/** Source: `ImageProperties` with `ColorSpaceType.RGB`. */
function rgbImage(): FlatValue {
  return { table: { 0: { uint8: 2 }, 1: { table: { 0: { uint8: 1 } } } } };
}

/** Source: `NormalizationOptions`: (value − mean) / deviation. */
function normalization(mean: number, deviation: number): FlatValue {
  return { table: { 0: { uint8: 1 }, 1: { table: { 0: { floats: [mean] }, 1: { floats: [deviation] } } } } };
}

/** Reads the root of a model. All methods throw a RangeError for what is outside of the bytes. */
class ModelReader {
  readonly #view: DataView;
  readonly #root: number;

  constructor(model: Uint8Array) {
    this.#view = new DataView(model.buffer, model.byteOffset, model.byteLength);
    if (new TextDecoder().decode(model.subarray(4, 8)) !== 'TFL3') throw new RangeError('no identifier TFL3');
    this.#root = this.#view.getUint32(0, true);
  }

  has(field: number): boolean {
    return this.#offset(field) !== 0;
  }

  /** Where the object of a field is. */
  object(field: number): number {
    const offset = this.#offset(field);
    if (offset === 0) throw new RangeError(`no field ${field}`);
    return this.#target(this.#root + offset);
  }

  /** Where the objects of a list are. */
  list(field: number): readonly number[] {
    const start = this.object(field);
    const length = this.#view.getUint32(start, true);
    if (length > MAX_BUFFERS) throw new RangeError(`${length} buffers`);
    return Array.from({ length }, (_, order) => this.#target(start + 4 + 4 * order));
  }

  #target(place: number): number {
    const target = place + this.#view.getUint32(place, true);
    if (target + 4 > this.#view.byteLength) throw new RangeError(`an object at ${target}`);
    return target;
  }

  #offset(field: number): number {
    const index = this.#root - this.#view.getInt32(this.#root, true);
    const isKnown = 4 + 2 * field < this.#view.getUint16(index, true);
    return isKnown ? this.#view.getUint16(index + 4 + 2 * field, true) : 0;
  }
}
