/** Time between two heartbeats of an instance, in milliseconds. */
export const HEARTBEAT_MS: number = 500;
/** Silence after which an instance is asked whether it lives, in milliseconds: the bus may know at once that it does not. */
export const SUSPECT_AFTER_MS: number = 1_000;
/** Silence after which an instance counts as dead, in milliseconds, while the bus is connected. */
export const DEAD_AFTER_MS: number = 2_500;
/**
 * How long after the bus came back nobody counts as dead, in milliseconds: the others may still be on their way. Longer
 * than the longest wait between two tries to connect.
 */
export const SETTLE_MS: number = 2_000;
/** Longest wait for what another instance can answer at once, in milliseconds. */
export const ASK_TIMEOUT_MS: number = 1_000;
/** How long a member whose home died is kept for another instance to go on with, in milliseconds. */
export const ORPHAN_MS: number = 3_000;
/** How long a stay is looked for that no instance admits to have, in milliseconds. */
export const FETCH_MS: number = 3_000;
/**
 * How long it is looked for where no instance died a short time ago, in milliseconds: it may be between two instances,
 * one of which is slow.
 */
export const PEACE_MS: number = 1_500;
/** How long an instance that handed a stay over waits for a sign that it arrived, in milliseconds. */
export const CLAIM_MS: number = 2_000;
/** Waits between tries to reach a stay, in milliseconds: the first, and the longest. */
export const RETRY_MS: { readonly first: number; readonly most: number } = { first: 20, most: 100 };
/** What senders are given beyond the time in which a stay can be resumed, in milliseconds. */
export const DELIVERY_MARGIN_MS: number = 3_000;
/** How long what was acknowledged may stay in a copy, in milliseconds. */
export const TIDY_MS: number = 1_000;
/** Longest wait for the answer to a client's call, in milliseconds; clients give up after 10 s. */
export const CALL_TIMEOUT_MS: number = 9_000;
/** Longest wait for the answer to one try of a client's call, in milliseconds. */
export const CALL_TRY_MS: number = 2_000;
/** Longest wait for the others when an instance goes, in milliseconds. */
export const BEQUEST_MS: number = 1_000;
/** How long the others have to say that they are there, in milliseconds, once the bus is connected for the first time. */
export const HELLO_MS: number = 150;
/** How long a new instance waits for the bus before it lets peers in without it, in milliseconds. */
export const START_MS: number = 1_000;
/** Longest wait for the first copy of a stay before its peer is let in without one, in milliseconds. */
export const FIRST_COPY_MS: number = 500;
/** How long a stay that was handed over may take to be put into its room, in milliseconds. */
export const HANDOVER_MS: number = 1_000;
/** Time without a heartbeat of its own after which an instance was asleep, in milliseconds: others may think it dead. */
export const ASLEEP_MS: number = 1_500;
/** How long an instance that was asleep does not trust its connections, in milliseconds. */
export const DROWSY_MS: number = 5_000;
