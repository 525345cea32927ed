// Close codes of RFC 6455 §7.4.1 and of the IANA registry that goes with it.

/** The client is done. */
export const NORMAL: number = 1_000;
/** The server closes, or the page is left. */
export const GOING_AWAY: number = 1_001;
/** A frame that breaks the protocol. */
export const PROTOCOL_ERROR: number = 1_002;
/** Stands for a close frame without a code; never sent. */
export const NO_CODE: number = 1_005;
/** Stands for an end without a close frame; never sent. */
export const BROKEN: number = 1_006;
/** A text that is not UTF-8. */
export const NOT_UTF8: number = 1_007;
/** A message that is too long. */
export const TOO_LONG: number = 1_009;
/** The server goes, and another one goes on in its place. */
export const SERVICE_RESTART: number = 1_012;

/** Whether a client may send that code. */
export function isCloseCode(code: number): boolean {
  if (code >= 3_000) return code <= 4_999;
  return code >= 1_000 && code <= 1_014 && code !== 1_004 && code !== NO_CODE && code !== BROKEN;
}
