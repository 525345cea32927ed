import type { AudioBlock } from '../audio-block.ts';
import type { RuntimeData, VideoData } from '../runtime-data.ts';

/** What has members. */
export type Members = Readonly<Record<string, unknown>>;

/** Items that are plain data: they can be sent to another thread as they are. */
export type PlainItem = Exclude<RuntimeData, AudioBlock | VideoData>;

/** What each kind must have; what is optional is looked at by whoever uses it. */
const CHECKS: Readonly<Record<PlainItem['kind'], (members: Members) => boolean>> = {
  encodedAudio: (item) => hasBytes(item) && hasText(item, 'codec') && hasNumbers(item, 'sampleRate', 'timestampUs'),
  encodedVideo: (item) =>
    hasBytes(item) && hasText(item, 'codec') && hasNumbers(item, 'width', 'height', 'timestampUs'),
  image: (item) => hasBytes(item) && hasText(item, 'format') && hasNumbers(item, 'width', 'height'),
  tensor: (item) => hasBytes(item) && Array.isArray(item['shape']) && hasNumbers(item, 'dtype'),
  numpy: (item) => hasBytes(item) && Array.isArray(item['shape']) && hasText(item, 'dtype'),
  json: (item) => item['value'] !== undefined,
  text: (item) => hasText(item, 'text'),
  binary: hasBytes,
  control: (item) => isMembers(item['messageType']) && hasNumbers(item, 'timestampMs'),
  file: (item) => hasText(item, 'path'),
};

/** Whether it is an item of plain data. */
export function isPlainItem(value: unknown): value is PlainItem {
  return isMembers(value) && isPlainKind(value['kind']) && CHECKS[value['kind']](value);
}

function isPlainKind(kind: unknown): kind is keyof typeof CHECKS {
  return typeof kind === 'string' && Object.hasOwn(CHECKS, kind);
}

/** Whether it has members. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function hasBytes(members: Members): boolean {
  return members['data'] instanceof Uint8Array;
}

function hasText(members: Members, name: string): boolean {
  return typeof members[name] === 'string';
}

/** Whether all of these members are numbers that count. */
export function hasNumbers(members: Members, ...names: readonly string[]): boolean {
  return names.every((name) => Number.isFinite(members[name]));
}
