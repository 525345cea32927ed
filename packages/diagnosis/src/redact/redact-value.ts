import { SdkError } from '@remotemedia/base';
import { redactText } from './redact-text.ts';

/** A value that JSON can hold. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Puts other names in place of those that are known. */
export type HideNames = (text: string) => string;

const asIs: HideNames = (text) => text;

/** How deep, and how many entries of each list or object, are kept. */
const MOST_DEPTH = 5;
const MOST_ENTRIES = 50;
/** How many values are kept altogether. */
const MOST_VALUES = 2_000;

/** Keys whose values are never kept, whatever they are. */
const SECRET_KEY =
  /token|credential|password|passw|pwd|secret|authorization|cookie|key|label|device|group|user|name|mail|message|data|text|content|body|payload|metadata|sdp|candidate|address|\bip\b|host|url|ufrag|fingerprint|certificate/i;
/** Keys whose values are not kept even if they are numbers. */
const SECRET_NUMBER_KEY = /token|credential|passw|pwd|secret|authorization|cookie|^pin(?:$|_?code)/i;
/** Keys that look like those and are harmless: words and counts of our own. */
const HARMLESS_KEY =
  /^(?:kind|errorName|candidateType|deviceCount|groupCount|messagesSent|messagesReceived|keyFramesDecoded|keyFramesEncoded)$/;

/**
 * Makes a value that may be exported of any value: numbers, booleans and null as they are, texts through
 * {@link redactText}, lists and plain objects bounded in depth, length and altogether, without entries whose key sounds
 * secret. Everything else is named by its type. Never throws.
 *
 * @param hide is given each text first
 */
export function redactValue(value: unknown, hide: HideNames = asIs): JsonValue {
  return redact(value, { hide, left: MOST_VALUES }, MOST_DEPTH);
}

/** What one value is redacted with. */
interface Job {
  readonly hide: HideNames;
  /** Values that may still be kept. */
  left: number;
}

function redact(value: unknown, job: Job, depth: number): JsonValue {
  job.left -= 1;
  if (job.left < 0) return '[…]';
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'boolean':
      return value;
    case 'string':
      return redactText(job.hide(value));
    case 'bigint':
      return '[bigint]';
    case 'object':
      return value === null ? null : redactObject(value, job, depth);
    default:
      return `[${typeof value}]`;
  }
}

function redactObject(value: object, job: Job, depth: number): JsonValue {
  const { hide } = job;
  try {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
    if (value instanceof SdkError) return { code: value.code, detail: redactText(hide(value.detail)) };
    if (value instanceof Error) return { errorName: redactText(value.name), detail: redactText(hide(value.message)) };
    if (depth <= 0) return '[…]';
    if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((entry) => redact(entry, job, depth - 1));
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return '[object]';
    return Object.fromEntries(
      Object.keys(value)
        .slice(0, MOST_ENTRIES)
        .map((key) => [redactText(hide(key)), entryOf(value, key, job, depth)]),
    );
  } catch {
    // A getter or a proxy of the caller's.
    return '[unreadable]';
  }
}

function entryOf(value: object, key: string, job: Job, depth: number): JsonValue {
  const entry: unknown = Reflect.get(value, key);
  return isSecret(key, entry) ? '[redacted]' : redact(entry, job, depth - 1);
}

/** Numbers are counts and times most often, whatever they are of. */
function isSecret(key: string, entry: unknown): boolean {
  if (typeof entry === 'boolean') return false;
  if (typeof entry === 'number') return SECRET_NUMBER_KEY.test(key);
  return (SECRET_KEY.test(key) || SECRET_NUMBER_KEY.test(key)) && !HARMLESS_KEY.test(key);
}
