import { createHash } from 'node:crypto';

/** Form of the name of a stay and of an instance. */
const NAME = /^[\w-]{1,64}$/;
/** Characters of a room's digest: 132 bits, more than enough to tell rooms apart. */
const ROOM_CHARS = 22;

/** What all instances listen to. */
export const ALL_SUBJECT: string = 'all';

/** What one instance listens to. */
export function instanceSubject(instanceId: string): string {
  return `inst.${instanceId}`;
}

/** What the home of a stay listens to. */
export function staySubject(stayId: string): string {
  return `stay.${stayId}`;
}

/** What instances with members in a room listen to. A digest, because names of rooms have dots in them. */
export function roomSubject(roomName: string): string {
  return `room.${createHash('sha256').update(roomName).digest('base64url').slice(0, ROOM_CHARS)}`;
}

/** Whether a text from the bus can name a stay or an instance. */
export function isName(text: string): boolean {
  return NAME.test(text);
}
