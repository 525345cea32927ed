import type { AudioBlock } from '../audio-block.ts';
import { MAX_CHANNELS, MAX_DIMENSIONS, MAX_NAME_LENGTH } from '../json/json-limits.ts';
import type { RuntimeData, VideoData } from '../runtime-data.ts';

/** What has members. */
export type Members = Readonly<Record<string, unknown>>;

/** Items that are plain data: they can be sent to another thread as they are. */
export type PlainItem = Exclude<RuntimeData, AudioBlock | VideoData>;

/** What each kind must have; what is optional is looked at by whoever uses it. */
const CHECKS: Readonly<Record<PlainItem['kind'], (members: Members) => boolean>> = {
  encodedAudio: (item) =>
    hasBytes(item) && hasText(item, 'codec') && hasNumbers(item, 'sampleRate', 'timestampUs') && hasChannels(item),
  encodedVideo: (item) =>
    hasBytes(item) && hasText(item, 'codec') && hasNumbers(item, 'timestampUs') && hasCounts(item, 'width', 'height'),
  image: (item) => hasBytes(item) && hasText(item, 'format') && hasCounts(item, 'width', 'height'),
  tensor: (item) => hasBytes(item) && hasShape(item) && hasNumbers(item, 'dtype'),
  numpy: (item) => hasBytes(item) && hasShape(item) && hasText(item, 'dtype'),
  json: (item) => item['value'] !== undefined,
  text: (item) => hasText(item, 'text'),
  binary: hasBytes,
  control: (item) => isMembers(item['messageType']) && hasNumbers(item, 'timestampMs'),
  file: (item) => hasText(item, 'path'),
};

/** Whether it is an item of plain data. */
export function isPlainItem(value: unknown): value is PlainItem {
  return isMembers(value) && isPlainKind(value['kind']) && CHECKS[value['kind']](value) && hasStream(value);
}

function isPlainKind(kind: unknown): kind is keyof typeof CHECKS {
  return typeof kind === 'string' && Object.hasOwn(CHECKS, kind);
}

/** What a kind that is not known is called in an error. */
export function nameOf(kind: unknown): string {
  return typeof kind === 'string' ? kind.slice(0, 40) : typeof kind;
}

/** Whether it has members. */
export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

/** Whether it says nothing of a stream, or gives a name that can be kept. */
export function hasStream({ streamId }: { readonly streamId?: unknown }): boolean {
  return streamId === undefined || (typeof streamId === 'string' && streamId.length <= MAX_NAME_LENGTH);
}

function hasChannels({ channelCount }: Members & { readonly channelCount?: unknown }): boolean {
  return isCount(channelCount) && channelCount >= 1 && channelCount <= MAX_CHANNELS;
}

function hasShape({ shape }: Members & { readonly shape?: unknown }): boolean {
  return Array.isArray(shape) && shape.length <= MAX_DIMENSIONS && shape.every(isCount);
}

function hasCounts(members: Members, ...names: readonly string[]): boolean {
  return names.every((name) => isCount(members[name]));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
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
