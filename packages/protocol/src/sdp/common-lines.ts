import { BANDWIDTH, CONNECTION, FINGERPRINT, SETUP, WORDS } from './codecs.ts';
import type { CommonPart } from './description-parts.ts';
import { flag, type LineKind } from './line-kind.ts';
import { DIRECTION, EXTMAP } from './rtp-codecs.ts';
import type { SdpCommon } from './session-description.ts';
import { NONE, withOne } from './tokens.ts';

type CommonKind = LineKind<CommonPart, Partial<SdpCommon>>;

/** Lines before the attributes that may stand in the session and in a section. */
export const COMMON_FIELDS: readonly CommonKind[] = [
  {
    prefix: 'c=',
    isList: false,
    read: (part, text) => {
      const value = CONNECTION.read(text);
      part.connection = value;
      return value !== undefined;
    },
    write: (whole, index) =>
      index === 0 && whole.connection !== undefined ? CONNECTION.write(whole.connection) : undefined,
  },
  {
    prefix: 'b=',
    isList: true,
    read: (part, text) => {
      const value = BANDWIDTH.read(text);
      if (value !== undefined) part.bandwidths = withOne(part.bandwidths, value);
      return value !== undefined;
    },
    write: ({ bandwidths }, index) => {
      const value = bandwidths?.[index];
      return value && BANDWIDTH.write(value);
    },
  },
];

/** Attributes of the transport that may stand in the session and in a section. */
export const TRANSPORT_ATTRIBUTES: readonly CommonKind[] = [
  {
    prefix: 'a=ice-ufrag:',
    isList: false,
    read: (part, text) => {
      part.iceUfrag = text;
      return true;
    },
    write: (whole, index) => (index === 0 ? whole.iceUfrag : undefined),
  },
  {
    prefix: 'a=ice-pwd:',
    isList: false,
    read: (part, text) => {
      part.icePwd = text;
      return true;
    },
    write: (whole, index) => (index === 0 ? whole.icePwd : undefined),
  },
  {
    prefix: 'a=ice-options:',
    isList: false,
    read: (part, text) => {
      const options = WORDS.read(text);
      part.iceOptions = options ?? NONE;
      return options !== undefined;
    },
    write: ({ iceOptions }, index) => (index === 0 && iceOptions?.length ? WORDS.write(iceOptions) : undefined),
  },
  {
    prefix: 'a=fingerprint:',
    isList: true,
    read: (part, text) => {
      const value = FINGERPRINT.read(text);
      if (value !== undefined) part.fingerprints = withOne(part.fingerprints, value);
      return value !== undefined;
    },
    write: ({ fingerprints }, index) => {
      const value = fingerprints?.[index];
      return value && FINGERPRINT.write(value);
    },
  },
  {
    prefix: 'a=setup:',
    isList: false,
    read: (part, text) => {
      const value = SETUP.read(text);
      part.setup = value;
      return value !== undefined;
    },
    write: (whole, index) => (index === 0 && whole.setup !== undefined ? SETUP.write(whole.setup) : undefined),
  },
];

/** Attributes of media that may stand in the session and in a section. */
export const MEDIA_ATTRIBUTES: readonly CommonKind[] = [
  flag(
    'extmap-allow-mixed',
    (part) => {
      part.extmapAllowMixed = true;
    },
    (whole) => whole.extmapAllowMixed,
  ),
  {
    prefix: 'a=extmap:',
    isList: true,
    read: (part, text) => {
      const value = EXTMAP.read(text);
      if (value !== undefined) part.extmaps = withOne(part.extmaps, value);
      return value !== undefined;
    },
    write: ({ extmaps }, index) => {
      const value = extmaps?.[index];
      return value && EXTMAP.write(value);
    },
  },
  {
    prefix: 'a=sendrecv',
    otherPrefixes: ['a=sendonly', 'a=recvonly', 'a=inactive'],
    valueAt: 2,
    isList: false,
    read: (part, text) => {
      part.direction = DIRECTION.read(text);
      return part.direction !== undefined;
    },
    write: (whole, index) => (index === 0 ? whole.direction : undefined),
  },
];
