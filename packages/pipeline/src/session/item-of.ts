import { SdkError } from '@remotemedia/base';
import { AudioBlock } from '../data/audio-block.ts';
import { jsonCopy } from '../data/json/json-copy.ts';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { isItem } from '../data/transfer/item-checks.ts';
import { isMembers, nameOf } from '../data/transfer/plain-items.ts';

/**
 * What somebody outside gives as an item: an item as it is, text as text, anything else as JSON. An object that is an item
 * by its `kind` and members is taken for one.
 *
 * @throws {SdkError} `invalid-argument` for what is neither an item nor JSON
 */
export function itemOf(given: RuntimeData | JsonValue): RuntimeData {
  if (typeof given === 'string') return { kind: 'text', text: given };
  if (given instanceof AudioBlock || isItem(given)) return checkedItem(given);
  return { kind: 'json', value: jsonCopy(given, 'data') };
}

/**
 * An item that can go through a pipeline.
 *
 * @throws {SdkError} `invalid-argument` when it cannot, `failed-precondition` for a video frame that is closed
 */
export function checkedItem(item: RuntimeData): RuntimeData {
  if (!isItem(item)) throw refused(item);
  if (item.kind === 'video' && item.frame.codedWidth === 0) {
    throw new SdkError('failed-precondition', 'the video frame is closed already: clone what is sent twice');
  }
  return item.kind === 'json' ? { kind: 'json', value: jsonCopy(item.value, 'value') } : item;
}

/** Closes the frame of what was refused, also if it is the browser's. */
export function closeRefused(item: unknown): void {
  const frame = isMembers(item) && item['kind'] === 'video' ? item['frame'] : undefined;
  if (isMembers(frame) && typeof frame['close'] === 'function') frame['close']();
}

function refused(item: unknown): SdkError {
  if (isMembers(item) && item['kind'] === 'video' && isMembers(item['frame'])) {
    const advice = "wrap a frame of the browser: new VideoFrame(frame), with the VideoFrame of this SDK's codecs";
    return new SdkError('invalid-argument', `expected a VideoFrame of this SDK; ${advice}, and close the other one`);
  }
  const advice = "give an AudioBlock, or an object with a kind, such as { kind: 'json', value }";
  if (!isMembers(item) || item['kind'] === undefined) {
    return new SdkError('invalid-argument', `expected an item, got ${classOf(item)}: ${advice}`);
  }
  if (item['kind'] === 'audio' && !(item instanceof AudioBlock)) {
    return new SdkError(
      'invalid-argument',
      'sound is an AudioBlock: new AudioBlock(sampleRate, [samples of each channel])',
    );
  }
  const kind = `something of kind ${nameOf(item['kind'])}`;
  return new SdkError('invalid-argument', `expected an item with all members of its kind, got ${kind}`);
}

/** What a value is, in the words of whoever made it: `Float32Array`, `AudioBuffer`, `Undefined`. */
function classOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1).slice(0, 40);
}
