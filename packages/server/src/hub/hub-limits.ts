/** The id that stands for a peer inside the server; no client may take it. */
export const SERVER_PEER_ID: string = 'remotemedia-server';
/** Most news of the room (joined, left) that may wait for one peer; a peer that lets more pile up is cut off. */
export const MAX_UNSENT_NEWS: number = 1_024;
/** Most messages of one sender that may wait for one peer; further ones are refused. */
export const MAX_UNSENT_PER_SENDER: number = 128;
/** Most bytes, roughly, of messages of one sender that may wait for one peer. */
export const MAX_UNSENT_PER_SENDER_BYTES: number = 524_288;
/** Most messages of all senders that may wait for one peer: 16 full shares, more than the default room has senders. */
export const MAX_UNSENT_DIRECTED: number = 2_048;
/** Most bytes, roughly, of messages of all senders that may wait for one peer: 16 full shares, too. */
export const MAX_UNSENT_DIRECTED_BYTES: number = 8_388_608;
/** Most notifications that are kept after they were sent, for a stream that has to be taken up again. */
export const MAX_SENT_NOTIFICATIONS: number = 1_024;
/** Most bytes, roughly, of notifications that are kept after they were sent. */
export const MAX_SENT_BYTES: number = 1_048_576;
/** Highest index that an m-line can have. */
export const MAX_MLINE_INDEX: number = 65_535;
