import { SdkError } from '@remotemedia/base';
import type { LaneMessage, Sendable } from '@remotemedia/data';
import type { RuntimeData } from '@remotemedia/pipeline';

/** A message of a data lane as data of a pipeline. */
export function dataOfMessage(message: LaneMessage): RuntimeData {
  switch (message.kind) {
    case 'text':
      return { kind: 'text', text: message.data };
    case 'json':
      return { kind: 'json', value: message.data };
    case 'binary':
      return { kind: 'binary', data: message.data };
  }
}

/**
 * What came out of a pipeline as something that a lane carries.
 *
 * @throws {SdkError} `unimplemented` for anything but text, bytes, and JSON objects and arrays
 */
export function sendableOfData(data: RuntimeData): Sendable {
  if (data.kind === 'text') return data.text;
  if (data.kind === 'binary') return data.data;
  if (data.kind === 'json' && typeof data.value === 'object' && data.value !== null) return data.value;
  const what = data.kind === 'json' ? `the JSON value ${JSON.stringify(data.value)}` : `data of kind ${data.kind}`;
  throw new SdkError(
    'unimplemented',
    `${what} came out of the pipeline; a lane carries text, bytes, and JSON objects and arrays`,
  );
}
