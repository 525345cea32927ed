import { bytesOfSource, isBufferSource } from '../../data/idl/buffers.ts';

/** Whether two have the same members with the same values, nested ones included. Source: WebCodecs, "equal dictionaries". */
export function equalDictionaries(one: unknown, other: unknown): boolean {
  if (isBufferSource(one) && isBufferSource(other))
    return equalBytes(bytesOfSource(one, 'description'), bytesOfSource(other, 'description'));
  if (!isObject(one) || !isObject(other)) return Object.is(one, other);
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && equalDictionaries(Reflect.get(one, name), Reflect.get(other, name)),
    )
  );
}

function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
