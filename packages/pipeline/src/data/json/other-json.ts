import type { JsonValue } from '../json-value.ts';
import type { ControlData, FileData, NumpyData, StillImageData, TensorData } from '../runtime-data.ts';
import { jsonCopy } from './json-copy.ts';
import { expected, JsonFields } from './json-fields.ts';
import { MAX_DIMENSIONS, MAX_SIDE } from './json-limits.ts';

const IMAGE_FORMATS: Readonly<Record<StillImageData['format'], string>> = {
  jpeg: 'Jpeg',
  png: 'Png',
  webp: 'WebP',
  raw: 'Raw',
};

/** A still picture. */
export function imageToJson({ data, format, width, height, timestampUs, streamId }: StillImageData): JsonValue {
  const time = timestampUs === undefined ? null : Math.max(0, Math.round(timestampUs));
  const stream_id = streamId ?? null;
  return { data: [...data], format: IMAGE_FORMATS[format], width, height, timestamp_us: time, stream_id };
}

/** Reads what {@link imageToJson} writes. @throws {SdkError} `invalid-argument` for anything else */
export function imageFromJson(value: unknown): StillImageData {
  const fields = new JsonFields(value, 'Image');
  const name = fields.text('format');
  const formats = Object.keys(IMAGE_FORMATS) as StillImageData['format'][];
  const format = formats.find((each) => IMAGE_FORMATS[each] === name);
  if (!format) throw expected('Image.format', `one of ${Object.values(IMAGE_FORMATS).join(', ')}`, name);
  return {
    kind: 'image',
    data: fields.bytes('data'),
    format,
    width: fields.integer('width', { min: 0, max: MAX_SIDE }),
    height: fields.integer('height', { min: 0, max: MAX_SIDE }),
    timestampUs: fields.optionalInteger('timestamp_us'),
    streamId: fields.optionalText('stream_id'),
  };
}

/** Numbers with a shape. */
export function tensorToJson({ data, shape, dtype }: TensorData): JsonValue {
  return { data: [...data], shape, dtype };
}

/** Reads what {@link tensorToJson} writes. @throws {SdkError} `invalid-argument` for anything else */
export function tensorFromJson(value: unknown): TensorData {
  const fields = new JsonFields(value, 'Tensor');
  const shape = fields.integers('shape', MAX_DIMENSIONS);
  return { kind: 'tensor', data: fields.bytes('data'), shape, dtype: fields.integer('dtype') };
}

/** An array of NumPy. */
export function numpyToJson({ data, shape, dtype, strides, cContiguous, fContiguous }: NumpyData): JsonValue {
  return { data: [...data], shape, dtype, strides, c_contiguous: cContiguous, f_contiguous: fContiguous };
}

/** Reads what {@link numpyToJson} writes. @throws {SdkError} `invalid-argument` for anything else */
export function numpyFromJson(value: unknown): NumpyData {
  const fields = new JsonFields(value, 'Numpy');
  return {
    kind: 'numpy',
    data: fields.bytes('data'),
    shape: fields.integers('shape', MAX_DIMENSIONS),
    dtype: fields.text('dtype'),
    strides: fields.integers('strides', MAX_DIMENSIONS),
    cContiguous: fields.flag('c_contiguous'),
    fContiguous: fields.flag('f_contiguous'),
  };
}

/** A word from the one who drives the pipeline. */
export function controlToJson({ messageType, segmentId, timestampMs, metadata }: ControlData): JsonValue {
  return {
    message_type: messageTypeToJson(messageType),
    segment_id: segmentId ?? null,
    timestamp_ms: Math.max(0, Math.round(timestampMs)),
    metadata: metadata ?? null,
  };
}

/** Reads what {@link controlToJson} writes. @throws {SdkError} `invalid-argument` for anything else */
export function controlFromJson(value: unknown): ControlData {
  const fields = new JsonFields(value, 'ControlMessage');
  const metadata = fields.value('metadata');
  return {
    kind: 'control',
    messageType: messageTypeFromJson(new JsonFields(fields.value('message_type'), 'ControlMessage.message_type')),
    segmentId: fields.optionalText('segment_id'),
    timestampMs: fields.optionalInteger('timestamp_ms') ?? 0,
    ...(metadata === undefined ? {} : { metadata: jsonCopy(metadata, 'ControlMessage.metadata') }),
  };
}

function messageTypeToJson(message: ControlData['messageType']): JsonValue {
  switch (message.type) {
    case 'CancelSpeculation':
      return { type: message.type, from_timestamp: message.fromTimestamp, to_timestamp: message.toTimestamp };
    case 'BatchHint':
      return { type: message.type, suggested_batch_size: message.suggestedBatchSize };
    case 'DeadlineWarning':
      return { type: message.type, deadline_us: message.deadlineUs };
  }
}

function messageTypeFromJson(fields: JsonFields): ControlData['messageType'] {
  const type = fields.text('type');
  switch (type) {
    case 'CancelSpeculation':
      return { type, fromTimestamp: fields.integer('from_timestamp'), toTimestamp: fields.integer('to_timestamp') };
    case 'BatchHint':
      return { type, suggestedBatchSize: fields.integer('suggested_batch_size') };
    case 'DeadlineWarning':
      return { type, deadlineUs: fields.integer('deadline_us') };
    default:
      throw expected('message_type.type', 'CancelSpeculation, BatchHint or DeadlineWarning', type);
  }
}

/** Names a file. */
export function fileToJson(file: FileData): JsonValue {
  return {
    path: file.path,
    filename: file.filename ?? null,
    mime_type: file.mimeType ?? null,
    size: file.sizeBytes ?? null,
    offset: file.offsetBytes ?? null,
    length: file.lengthBytes ?? null,
    stream_id: file.streamId ?? null,
  };
}

/** Reads what {@link fileToJson} writes. @throws {SdkError} `invalid-argument` for anything else */
export function fileFromJson(value: unknown): FileData {
  const fields = new JsonFields(value, 'File');
  return {
    kind: 'file',
    path: fields.text('path'),
    filename: fields.optionalText('filename'),
    mimeType: fields.optionalText('mime_type'),
    sizeBytes: fields.optionalInteger('size'),
    offsetBytes: fields.optionalInteger('offset'),
    lengthBytes: fields.optionalInteger('length'),
    streamId: fields.optionalText('stream_id'),
  };
}
