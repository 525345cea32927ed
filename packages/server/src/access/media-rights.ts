import { SdkError } from '@remotemedia/base';
import type { Grant } from './grant.ts';

/** A direction, or what a lenient parser takes for one. */
const DIRECTION = /^a=(sendrecv|sendonly|recvonly|inactive)(?!\w)/i;
/** The directions as they are written, by their line. */
const EXACT: ReadonlyMap<string, Direction> = new Map([
  ['a=sendrecv', { sends: true, receives: true }],
  ['a=sendonly', { sends: true, receives: false }],
  ['a=recvonly', { sends: false, receives: true }],
  ['a=inactive', { sends: false, receives: false }],
]);
/** What a section is that does not say it, or says it so that parsers may differ. */
const BOTH: Direction = { sends: true, receives: true };

interface Direction {
  readonly sends: boolean;
  readonly receives: boolean;
}

/**
 * Checks that an offer or an answer of whoever has this grant asks for no more than it allows: to send audio or video,
 * or to receive it. Where parsers may differ, the most that one of them could see counts. Data channels are in nobody's
 * rights; what goes through them is not looked at.
 *
 * Ports are not looked at: 0 is a rejected section or a bundled one (RFC 9143 §6). Nor is the session's own direction:
 * each section has to say its own.
 *
 * @throws {SdkError} `permission-denied`; `invalid-argument` for lines that parsers would end in different places
 */
export function checkMediaRights(grant: Grant, sdp: string): void {
  if (grant.mayPublish && grant.maySubscribe) return;
  if (/\r(?!\n)/.test(sdp)) throw new SdkError('invalid-argument', 'lines of the sdp must end with CR LF');
  for (const directions of sectionsOf(sdp)) {
    const asked = directions.length > 0 ? directions : [BOTH];
    if (!grant.mayPublish && asked.some(({ sends }) => sends)) throw denied('send', 'recvonly');
    if (!grant.maySubscribe && asked.some(({ receives }) => receives)) throw denied('receive', 'sendonly');
  }
}

/** What each audio and video section says of its direction: once, if it is as it should be. */
function sectionsOf(sdp: string): Direction[][] {
  const sections: Direction[][] = [];
  let current: Direction[] = [];
  for (const line of sdp.split(/\r?\n/)) {
    if (/^m=/i.test(line)) {
      current = [];
      if (/^m=(?:audio|video)/i.test(line)) sections.push(current);
    } else if (DIRECTION.test(line)) {
      current.push(EXACT.get(line) ?? BOTH);
    }
  }
  return sections;
}

function denied(verb: string, direction: string): SdkError {
  const detail = `your token does not let you ${verb} audio or video; make its sections ${direction} or inactive`;
  return new SdkError('permission-denied', detail);
}
