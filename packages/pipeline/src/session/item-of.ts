import { SdkError } from '@remotemedia/base';
import { jsonCopy } from '../data/json/json-copy.ts';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { isMembers, isPlainItem } from '../data/transfer/plain-items.ts';

/**
 * What somebody outside gives as an item: an item as it is, text as text, anything else as JSON. An object that is an item
 * by its `kind` and members is taken for one.
 *
 * @throws {SdkError} `invalid-argument` for what is neither an item nor JSON
 */
export function itemOf(given: RuntimeData | JsonValue): RuntimeData {
  if (typeof given === 'string') return { kind: 'text', text: given };
  if (isItem(given)) return checkedItem(given);
  return { kind: 'json', value: jsonCopy(given, 'data') };
}

/**
 * An item that can go through a pipeline.
 *
 * @throws {SdkError} `invalid-argument` when it cannot
 */
export function checkedItem(item: RuntimeData): RuntimeData {
  if (!isItem(item)) {
    const kind = isMembers(item) ? `something of kind ${String(item['kind']).slice(0, 40)}` : typeof item;
    throw new SdkError('invalid-argument', `expected an item with all members of its kind, got ${kind}`);
  }
  return item.kind === 'json' ? { kind: 'json', value: jsonCopy(item.value, 'value') } : item;
}

function isItem(given: unknown): given is RuntimeData {
  if (!isMembers(given)) return false;
  if (given['kind'] === 'audio') return Array.isArray(given['channels']) && typeof given['copy'] === 'function';
  if (given['kind'] === 'video') return isMembers(given['frame']) && typeof given['frame']['clone'] === 'function';
  return isPlainItem(given);
}
