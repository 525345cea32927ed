/** The id that stands for a peer inside the server; no client may take it. */
export const SERVER_PEER_ID: string = 'remotemedia-server';
/** Most notifications that may wait for one peer; a peer that lets more pile up is cut off. */
export const MAX_UNSENT_NOTIFICATIONS: number = 1_024;
/** Most bytes, roughly, of notifications that may wait for one peer. */
export const MAX_UNSENT_BYTES: number = 4_194_304;
/** Most notifications that are kept after they were sent, for a stream that has to be taken up again. */
export const MAX_SENT_NOTIFICATIONS: number = 1_024;
/** Most bytes, roughly, of notifications that are kept after they were sent. */
export const MAX_SENT_BYTES: number = 1_048_576;
/** Highest index that an m-line can have. */
export const MAX_MLINE_INDEX: number = 65_535;
