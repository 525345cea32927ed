import { isRecord, ParamsError } from './params.ts';

/** What a peer can do. */
export interface Capabilities {
  /** Takes or gives audio. */
  readonly audio: boolean;
  /** Takes or gives video. */
  readonly video: boolean;
  /** Uses data channels. */
  readonly data: boolean;
}

const NAMES = ['audio', 'video', 'data'] as const;

/**
 * Capabilities in any of their spellings: a list of names, an object of booleans, nothing. Names that nobody knows
 * are left out. @throws {ParamsError}
 */
export function toCapabilities(value: unknown): Capabilities {
  if (value !== undefined && value !== null && typeof value !== 'object') {
    throw new ParamsError('capabilities must be a list of names or an object of booleans');
  }
  const has = (name: string): boolean => {
    if (Array.isArray(value)) return value.includes(name);
    return isRecord(value) && value[name] === true;
  };
  return { audio: has('audio'), video: has('video'), data: has('data') };
}

/** As a list of names, the way of the `peer.*` methods. */
export function capabilityNames(capabilities: Capabilities | undefined): readonly string[] {
  return NAMES.filter((name) => capabilities?.[name]);
}

/** As an object of booleans, the way of the bare methods. */
export function capabilityFlags(capabilities: Capabilities | undefined): Capabilities {
  const { audio = false, video = false, data = false } = capabilities ?? {};
  return { audio, video, data };
}
