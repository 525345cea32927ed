import { SdkError } from '@remotemedia/base';
import { isPeerId } from '@remotemedia/protocol';
import type { OutputRoute } from './routing.ts';

/** Most peers, routes or entries of metadata of one session. */
export const MAX_ENTRIES = 100;
/** Longest name and value of metadata, in characters. */
const MAX_TEXT = 1_024;

/** A route as it was given, without what else is in it. @throws {SdkError} `invalid-argument` that names the member */
export function routeAt(path: string, value: unknown): OutputRoute {
  const route = objectAt(path, value);
  const { qualityTier, priority, active } = route as Record<string, unknown>;
  const targets = listAt(`${path}.targetPeers`, route['targetPeers'], MAX_ENTRIES);
  return {
    outputId: textAt(`${path}.outputId`, route['outputId']),
    targetPeers: targets.map((id, index) => textAt(`${path}.targetPeers[${index}]`, id)),
    ...(qualityTier !== undefined && { qualityTier: textAt(`${path}.qualityTier`, qualityTier) }),
    ...(priority !== undefined && { priority: numberAt(`${path}.priority`, priority) }),
    ...(active !== undefined && { active: active === true }),
  };
}

/** What an application keeps with a session. @throws {SdkError} `invalid-argument` */
export function metadataAt(path: string, value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(path, value));
  if (entries.length > MAX_ENTRIES) throw fault(path, `at most ${MAX_ENTRIES} entries`, entries.length);
  // Not by assignment: a key like __proto__ must be an entry like any other.
  return Object.fromEntries(entries.map(([key, entry]) => [key, textAt(`${path}.${key.slice(0, 64)}`, entry)]));
}

/** An object and no list. @throws {SdkError} `invalid-argument` */
export function objectAt(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw fault(path, 'an object', value);
}

/** A list of at most `most`. @throws {SdkError} `invalid-argument` */
export function listAt(path: string, value: unknown, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= most) return value;
  throw fault(path, `a list of at most ${most}`, value);
}

/** A text of at most 1024 characters. @throws {SdkError} `invalid-argument` */
export function textAt(path: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_TEXT) return value;
  throw fault(path, `a text of at most ${MAX_TEXT} characters`, value);
}

/** Name of a peer or a session. @throws {SdkError} `invalid-argument` */
export function idAt(path: string, value: unknown): string {
  if (typeof value === 'string' && isPeerId(value)) return value;
  throw fault(path, 'a text of 1–64 of A–Z a–z 0–9 _ . : @ -', value);
}

/** A number that JSON knows. @throws {SdkError} `invalid-argument` */
export function numberAt(path: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw fault(path, 'a number', value);
}

/** One of these texts. @throws {SdkError} `invalid-argument` */
export function oneOfAt<T extends string>(path: string, value: unknown, values: readonly string[]): T {
  if (typeof value === 'string' && values.includes(value)) return value as T;
  throw fault(path, `one of ${values.join(', ')}`, value);
}

/** What to throw for a member that is not as it must be. */
export function fault(path: string, expected: string, got: unknown): SdkError {
  return new SdkError('invalid-argument', `${path} must be ${expected}, got ${shown(got)}`);
}

function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 80);
  } catch {
    // In circles, or a `bigint`.
    return String(value).slice(0, 80);
  }
}
