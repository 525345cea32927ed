/** Most lines of a session description that is taken apart; blank ones do not count, candidates in a row count as one. */
export const MAX_SDP_LINES = 4_096;
/** Most sections (`m=` lines) of a session description that is taken apart. */
export const MAX_SDP_SECTIONS = 256;
