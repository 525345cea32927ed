import { GROUP, TIMING } from './codecs.ts';
import { COMMON_FIELDS, MEDIA_ATTRIBUTES, TRANSPORT_ATTRIBUTES } from './common-lines.ts';
import type { SessionPart } from './description-parts.ts';
import { flag, type LineKind } from './line-kind.ts';
import { LineKinds } from './line-kinds.ts';
import type { SdpTiming, SessionDescriptionInit } from './session-description.ts';
import { withOne } from './tokens.ts';

type SessionKind = LineKind<SessionPart, SessionDescriptionInit>;

const WITHOUT_END: readonly SdpTiming[] = [{ start: '0', stop: '0' }];

const ATTRIBUTES: readonly SessionKind[] = [
  {
    prefix: 't=',
    isList: true,
    read: (part, text) => {
      const value = TIMING.read(text);
      if (value !== undefined) part.timings = withOne(part.timings, value);
      return value !== undefined;
    },
    write: ({ timings }, index) => {
      const value = (timings?.length ? timings : WITHOUT_END)[index];
      return value && TIMING.write(value);
    },
  },
  {
    prefix: 'a=group:',
    isList: true,
    read: (part, text) => {
      const value = GROUP.read(text);
      if (value !== undefined) part.groups = withOne(part.groups, value);
      return value !== undefined;
    },
    write: ({ groups }, index) => {
      const value = groups?.[index];
      return value && GROUP.write(value);
    },
  },
  flag(
    'ice-lite',
    (part) => {
      part.iceLite = true;
    },
    (whole) => whole.iceLite,
  ),
  {
    prefix: 'a=msid-semantic:',
    isList: false,
    read: (part, text) => {
      part.msidSemantic = text;
      return true;
    },
    write: (whole, index) => (index === 0 ? whole.msidSemantic : undefined),
  },
];

/** Lines of the session after its first three, in the order in which they are written when no other is known. */
export const SESSION_LINES: LineKinds<SessionPart, SessionDescriptionInit> = new LineKinds([
  ...COMMON_FIELDS,
  ...ATTRIBUTES,
  ...TRANSPORT_ATTRIBUTES,
  ...MEDIA_ATTRIBUTES,
]);
