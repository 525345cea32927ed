// Close codes of RFC 6455 §7.4.1 and of the IANA registry that goes with it.

/** The client is done. */
export const NORMAL: number = 1_000;
/** The server closes, or the page is left. */
export const GOING_AWAY: number = 1_001;
/** Stands for a close frame without a code; never sent. */
export const NO_CODE: number = 1_005;
/** The server goes, and another one goes on in its place. */
export const SERVICE_RESTART: number = 1_012;
/** Longest reason of a close frame, in bytes: a control frame has 125, and two are the code. */
export const MAX_REASON_BYTES: number = 123;
