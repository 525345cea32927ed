import { isDeepStrictEqual } from 'node:util';
import { SdkError } from '../../packages/base/src/index.ts';
import { runtimeDataFromJson } from '../../packages/pipeline/src/data/json/from-json.ts';
import { runtimeDataToJson } from '../../packages/pipeline/src/data/json/to-json.ts';
import { jsonMutant } from '../lib/structured.mjs';

const AUDIO = { samples: [0, 0.5, -0.5, 1], sample_rate: 48_000, channels: 2, stream_id: 'a', timestamp_us: 20_000 };
const PIXELS = { pixel_data: [1, 2, 3, 4], width: 1, height: 1, format: 'Rgba32', codec: null, frame_number: 1 };
const VALUES = [
  { Audio: AUDIO },
  { AudioMix: [{ Audio: AUDIO }, AUDIO] },
  { Video: PIXELS },
  { Video: { ...PIXELS, format: 'I420', pixel_data: [1, 2, 3] } },
  { Video: { ...PIXELS, format: 'Encoded', codec: 'Vp8', is_keyframe: true } },
  { Image: { data: [1], format: 'Png', width: 1, height: 1 } },
  { Tensor: { data: [0, 0, 0, 0], shape: [1], dtype: 1 } },
  { Numpy: { data: [0], shape: [1], dtype: 'uint8', strides: [1], c_contiguous: true, f_contiguous: true } },
  { Json: { a: [1, null] } },
  { Text: '\u0000\u0003ttshi' },
  { Binary: [1, 2] },
  { ControlMessage: { message_type: { type: 'BatchHint', suggested_batch_size: 2 }, timestamp_ms: 1, metadata: {} } },
  { File: { path: '/a', size: 1 } },
];

async function run(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const item = runtimeDataFromJson(value);
  try {
    // What was read is written, and read again as it was.
    const written = await runtimeDataToJson(item);
    const again = runtimeDataFromJson(JSON.parse(JSON.stringify(written)));
    const rewritten = await runtimeDataToJson(again);
    if (!isDeepStrictEqual(rewritten, written)) throw new Error('it is written differently the second time');
    if ('frame' in again) again.frame.close();
  } catch (caught) {
    throw caught instanceof SdkError ? new Error(`what was read cannot be written: ${caught.message}`) : caught;
  } finally {
    if ('frame' in item) item.frame.close();
  }
}

/**
 * What is read as an item is written and read again the same.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const runtimeData = {
  name: 'runtime-data',
  kind: 'text',
  seeds: VALUES.map((value) => JSON.stringify(value)),
  words: [
    '"Audio":',
    '"Video":',
    '"samples":',
    '"codec":',
    '"Rgb24"',
    '"NV12"',
    '[',
    '{',
    ',0',
    '1e400',
    '-0',
    '\\u0000',
  ],
  build: (random) => jsonMutant(VALUES, random),
  run,
};
