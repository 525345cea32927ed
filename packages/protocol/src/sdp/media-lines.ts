import { NUMBER } from './codecs.ts';
import { COMMON_FIELDS, MEDIA_ATTRIBUTES, TRANSPORT_ATTRIBUTES } from './common-lines.ts';
import type { MediaPart } from './description-parts.ts';
import { flag, type LineKind } from './line-kind.ts';
import { LineKinds } from './line-kinds.ts';
import { RTP_ATTRIBUTES } from './rtp-lines.ts';
import type { MediaSectionInit } from './session-description.ts';

type MediaKind = LineKind<MediaPart, MediaSectionInit>;

const ICE_ATTRIBUTES: readonly MediaKind[] = [
  {
    prefix: 'a=candidate:',
    valueAt: 0,
    isList: false,
    isBlock: true,
    read: (part, text) => {
      part.candidates = text;
      return true;
    },
    write: ({ candidates }, index) => (index === 0 && candidates ? candidates : undefined),
  },
  flag(
    'end-of-candidates',
    (part) => {
      part.endOfCandidates = true;
    },
    (whole) => whole.endOfCandidates,
  ),
];

const SECTION_ATTRIBUTES: readonly MediaKind[] = [
  {
    prefix: 'a=mid:',
    isList: false,
    read: (part, text) => {
      part.mid = text;
      return true;
    },
    write: (whole, index) => (index === 0 ? whole.mid : undefined),
  },
  flag(
    'bundle-only',
    (part) => {
      part.bundleOnly = true;
    },
    (whole) => whole.bundleOnly,
  ),
  {
    prefix: 'a=sctp-port:',
    isList: false,
    read: (part, text) => {
      const value = NUMBER.read(text);
      part.sctpPort = value;
      return value !== undefined;
    },
    write: (whole, index) => (index === 0 && whole.sctpPort !== undefined ? NUMBER.write(whole.sctpPort) : undefined),
  },
  {
    prefix: 'a=max-message-size:',
    isList: false,
    read: (part, text) => {
      const value = NUMBER.read(text);
      part.maxMessageSize = value;
      return value !== undefined;
    },
    write: (whole, index) =>
      index === 0 && whole.maxMessageSize !== undefined ? NUMBER.write(whole.maxMessageSize) : undefined,
  },
];

/** Lines of a section after its `m=` line, in the order in which they are written when no other is known. */
export const MEDIA_LINES: LineKinds<MediaPart, MediaSectionInit> = new LineKinds([
  ...COMMON_FIELDS,
  ...ICE_ATTRIBUTES,
  ...TRANSPORT_ATTRIBUTES,
  ...SECTION_ATTRIBUTES,
  ...MEDIA_ATTRIBUTES,
  ...RTP_ATTRIBUTES,
]);
