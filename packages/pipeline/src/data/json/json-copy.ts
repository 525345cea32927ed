import { SdkError } from '@remotemedia/base';
import type { JsonValue } from '../json-value.ts';
import { expected } from './json-fields.ts';

/** Levels of objects and lists within one another. */
const MAX_DEPTH = 64;
/** Texts, numbers, lists and objects altogether. */
const MAX_VALUES = 1_000_000;

/**
 * A copy of a JSON value that came from outside. Members named `__proto__` stay members.
 *
 * @throws {SdkError} `invalid-argument` for what JSON cannot say, `resource-exhausted` for too much of it
 */
export function jsonCopy(value: unknown, name: string): JsonValue {
  let count = 0;
  const copy = (part: unknown, depth: number): JsonValue => {
    count += 1;
    if (count > MAX_VALUES || depth > MAX_DEPTH) {
      const detail = `${name} has at most ${MAX_VALUES} values, and at most ${MAX_DEPTH} levels`;
      throw new SdkError('resource-exhausted', detail);
    }
    if (part === null || typeof part === 'string' || typeof part === 'boolean') return part;
    if (typeof part === 'number' && Number.isFinite(part)) return part;
    if (Array.isArray(part)) return part.map((item: unknown) => copy(item, depth + 1));
    if (typeof part !== 'object') throw expected(name, 'what JSON can say', String(part));
    const members = Object.entries(part).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, copy(member, depth + 1)]));
  };
  return copy(value, 0);
}
