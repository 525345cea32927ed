import { SdkError } from '@remotemedia/base';
import type { AudioBlock } from '../audio-block.ts';
import type { JsonValue } from '../json-value.ts';
import type { RuntimeData } from '../runtime-data.ts';
import { audioToJson } from './audio-json.ts';
import { controlToJson, fileToJson, imageToJson, numpyToJson, tensorToJson } from './other-json.ts';
import { taggedText } from './text-json.ts';
import { encodedVideoToJson, videoToJson } from './video-json.ts';

/**
 * Writes an item in upstream's JSON form: an object whose only member names the variant, such as `{"Text": "hi"}`. Bytes
 * become lists of numbers there, times whole microseconds from 0. Nothing is closed.
 *
 * @param item one item, or several blocks as an `AudioMix`
 * @returns it rejects with `unimplemented` for encoded sound, which has no form in JSON, and for codecs without a name there
 */
export async function runtimeDataToJson(item: RuntimeData | readonly AudioBlock[]): Promise<JsonValue> {
  if (!('kind' in item)) return { AudioMix: item.map((block) => ({ Audio: audioToJson(block) })) };
  switch (item.kind) {
    case 'audio':
      return { Audio: audioToJson(item) };
    case 'video':
      return { Video: await videoToJson(item) };
    case 'encodedVideo':
      return { Video: encodedVideoToJson(item) };
    case 'image':
      return { Image: imageToJson(item) };
    case 'tensor':
      return { Tensor: tensorToJson(item) };
    case 'numpy':
      return { Numpy: numpyToJson(item) };
    case 'json':
      return { Json: item.value };
    case 'text':
      return { Text: taggedText(item) };
    case 'binary':
      return { Binary: [...item.data] };
    case 'control':
      return { ControlMessage: controlToJson(item) };
    case 'file':
      return { File: fileToJson(item) };
    case 'encodedAudio':
      throw new SdkError('unimplemented', 'encoded sound has no form in JSON: decode it first');
  }
}
