/** Longest SDP that is relayed, in bytes of UTF-8. */
export const MAX_SDP_BYTES = 65_536;
/** Longest ICE candidate line that is relayed, in bytes of UTF-8. */
export const MAX_CANDIDATE_BYTES = 2_048;
/** Most bytes of UTF-8 that a peer's metadata may have, keys and values together. */
export const MAX_METADATA_BYTES = 1_024;
/** Most bytes of UTF-8 that `PeerCapabilities.extensions` may have. */
export const MAX_EXTENSIONS_BYTES = 1_024;
/** Most requests in one `SendRequest`. */
export const MAX_REQUESTS_PER_SEND = 64;
/** Longest message that the server reads from a client, in bytes. */
export const MAX_MESSAGE_BYTES = 262_144;
/** The room of peers that name none. */
export const DEFAULT_ROOM = 'default';
/** Key of a peer's metadata that names its room. */
export const ROOM_METADATA_KEY = 'room';
/** Key of a peer's metadata that holds the name shown to people. */
export const DISPLAY_NAME_METADATA_KEY = 'display_name';

/**
 * Form of a peer id and of a room's name: 1–64 of the characters `A–Z a–z 0–9 _ . : @ -`, but not `.` or `..`, which
 * a URL's path swallows.
 */
const NAME = /^(?!\.\.?$)[\w.:@-]{1,64}$/;

/** Whether `value` can name a peer: 1–64 of `A–Z a–z 0–9 _ . : @ -`. Anything but a string cannot. */
export function isPeerId(value: unknown): boolean {
  return isName(value);
}

/** Whether `value` can name a room: 1–64 of `A–Z a–z 0–9 _ . : @ -`. Anything but a string cannot. */
export function isRoomName(value: unknown): boolean {
  return isName(value);
}

function isName(value: unknown): boolean {
  // The expression alone would take undefined for "undefined".
  return typeof value === 'string' && NAME.test(value);
}
