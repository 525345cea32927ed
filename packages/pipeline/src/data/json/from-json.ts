import type { AudioBlock } from '../audio-block.ts';
import type { RuntimeData } from '../runtime-data.ts';
import { audioFromJson, mixFromJson } from './audio-json.ts';
import { jsonCopy } from './json-copy.ts';
import { bytesOf, expected, JsonFields } from './json-fields.ts';
import { controlFromJson, fileFromJson, imageFromJson, numpyFromJson, tensorFromJson } from './other-json.ts';
import { untaggedText } from './text-json.ts';
import { videoFromJson } from './video-json.ts';

/** A reader for each variant. */
const READERS: ReadonlyMap<string, (value: unknown) => RuntimeData | readonly AudioBlock[]> = new Map<
  string,
  (value: unknown) => RuntimeData | readonly AudioBlock[]
>([
  ['Audio', audioFromJson],
  ['AudioMix', mixFromJson],
  ['Video', videoFromJson],
  ['Image', imageFromJson],
  ['Tensor', tensorFromJson],
  ['Numpy', numpyFromJson],
  ['Json', (value) => ({ kind: 'json', value: jsonCopy(value, 'Json') })],
  ['Text', textFromJson],
  ['Binary', (value) => ({ kind: 'binary', data: bytesOf(value, 'Binary') })],
  ['ControlMessage', controlFromJson],
  ['File', fileFromJson],
]);

/**
 * Reads an item in upstream's JSON form: an object whose only member names the variant, such as `{"Text": "hi"}`. An
 * `AudioMix` becomes several blocks, one for each sound; `executeUnary` takes them as they are.
 *
 * @param value parsed JSON, from anywhere
 * @throws {SdkError} `invalid-argument` for anything else, `resource-exhausted` for too much of it
 */
export function runtimeDataFromJson(value: unknown): RuntimeData | readonly AudioBlock[] {
  const fields = new JsonFields(value, 'RuntimeData');
  const [variant, ...others] = fields.names;
  const read = variant === undefined ? undefined : READERS.get(variant);
  if (variant === undefined || !read || others.length > 0) {
    const variants = [...READERS.keys()].join(', ');
    throw expected('RuntimeData', `an object with one member, which is one of ${variants}`, fields.names.join(', '));
  }
  // `Json` may be null, which other variants cannot be.
  return read(fields.value(variant) ?? null);
}

function textFromJson(value: unknown): RuntimeData {
  if (typeof value !== 'string') throw expected('Text', 'a text', value);
  return untaggedText(value);
}
