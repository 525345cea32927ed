import type { JsonValue } from '../../data/json-value.ts';

/** A member of an object's own; `undefined` where the value is no object or has no such member. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
    return undefined;
  return (value as Readonly<Record<string, JsonValue>>)[name];
}

/** Whether a member is `true`. */
export function isSet(value: JsonValue, name: string): boolean {
  return memberOf(value, name) === true;
}

/** A member that is text; `undefined` otherwise. */
export function textOf(value: JsonValue, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === 'string' ? member : undefined;
}

/** A member that is a finite number; `undefined` otherwise. */
export function numberOf(value: JsonValue, name: string): number | undefined {
  const member = memberOf(value, name);
  return typeof member === 'number' && Number.isFinite(member) ? member : undefined;
}

/** What kind of event it is: `event_type`, or `type`, or `_schema`. */
export function eventTypeOf(value: JsonValue): string | undefined {
  return textOf(value, 'event_type') ?? textOf(value, 'type') ?? textOf(value, '_schema');
}
