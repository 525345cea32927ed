import type {
  SdpBandwidth,
  SdpConnection,
  SdpFingerprint,
  SdpGroup,
  SdpOrigin,
  SdpSetup,
  SdpTiming,
} from './session-description.ts';
import { readNumber, readNumberIn, readWords, writeWords } from './tokens.ts';

/** A value: from text and back to it. What `read` takes, `write` gives back letter by letter. */
export interface Codec<Value> {
  /** @returns `undefined` for what is not understood */
  readonly read: (text: string) => Value | undefined;
  /** Reverse of `read`. */
  readonly write: (value: Value) => string;
}

/** A whole number of at most 15 digits. */
export const NUMBER: Codec<number> = {
  read: (text) => {
    const value = readNumber(text);
    return value < 0 ? undefined : value;
  },
  write: String,
};

/** Words with one space between two. */
export const WORDS: Codec<readonly string[]> = { read: readWords, write: writeWords };

/** Length of `IN IP4 `. */
const NET_LENGTH = 7;

/** What `IN IP4 ` or `IN IP6 ` at `start` says; `undefined` where neither is. */
function addressTypeAt(text: string, start: number): SdpConnection['addressType'] | undefined {
  const net = text.slice(start, start + NET_LENGTH);
  if (net === 'IN IP4 ') return 'IP4';
  return net === 'IN IP6 ' ? 'IP6' : undefined;
}

/** Value of `c=`. */
export const CONNECTION: Codec<SdpConnection> = {
  read: (text) => {
    const addressType = addressTypeAt(text, 0);
    const address = text.slice(NET_LENGTH);
    return addressType === undefined || address === '' || address.includes(' ') ? undefined : { addressType, address };
  },
  write: ({ addressType, address }) => (addressType === 'IP4' ? `IN IP4 ${address}` : `IN ${addressType} ${address}`),
};

/** Value of `o=`. */
export const ORIGIN: Codec<SdpOrigin> = {
  read: (text) => {
    const first = text.indexOf(' ');
    const second = text.indexOf(' ', first + 1);
    const third = text.indexOf(' ', second + 1);
    if (first < 1 || second <= first + 1 || third <= second + 1) return undefined;
    const addressType = addressTypeAt(text, third + 1);
    const address = text.slice(third + 1 + NET_LENGTH);
    if (addressType === undefined || address === '' || address.includes(' ')) return undefined;
    return {
      username: text.slice(0, first),
      sessionId: text.slice(first + 1, second),
      sessionVersion: text.slice(second + 1, third),
      addressType,
      address,
    };
  },
  write: (origin) => `${origin.username} ${origin.sessionId} ${origin.sessionVersion} ${CONNECTION.write(origin)}`,
};

/** What nearly every `t=` line says. */
const WITHOUT_END: SdpTiming = { start: '0', stop: '0' };

/** Value of `t=`. */
export const TIMING: Codec<SdpTiming> = {
  read: (text) => {
    if (text === '0 0') return WITHOUT_END;
    const space = text.indexOf(' ');
    if (space < 1 || space === text.length - 1 || text.includes(' ', space + 1)) return undefined;
    return { start: text.slice(0, space), stop: text.slice(space + 1) };
  },
  write: ({ start, stop }) => (start === '0' && stop === '0' ? '0 0' : `${start} ${stop}`),
};

/** Value of `b=`. */
export const BANDWIDTH: Codec<SdpBandwidth> = {
  read: (text) => {
    const colon = text.indexOf(':');
    const value = readNumberIn(text, colon + 1, text.length);
    return colon < 1 || value < 0 ? undefined : { type: text.slice(0, colon), value };
  },
  write: ({ type, value }) => `${type}:${value}`,
};

/** Value of `a=group:`. */
export const GROUP: Codec<SdpGroup> = {
  read: (text) => {
    const space = text.indexOf(' ');
    const mids = space < 0 ? [] : readWords(text.slice(space + 1));
    const semantics = space < 0 ? text : text.slice(0, space);
    return semantics === '' || mids === undefined ? undefined : { semantics, mids };
  },
  write: ({ semantics, mids }) => (mids.length === 0 ? semantics : `${semantics} ${writeWords(mids)}`),
};

/** Value of `a=fingerprint:`. */
export const FINGERPRINT: Codec<SdpFingerprint> = {
  read: (text) => {
    const space = text.indexOf(' ');
    return space < 1 ? undefined : { algorithm: text.slice(0, space), value: text.slice(space + 1) };
  },
  write: ({ algorithm, value }) => `${algorithm} ${value}`,
};

/** Value of `a=setup:`. */
export const SETUP: Codec<SdpSetup> = {
  read: (text) => {
    switch (text) {
      case 'actpass':
      case 'active':
      case 'passive':
      case 'holdconn':
        return text;
      default:
        return undefined;
    }
  },
  write: (setup) => setup,
};
