/** A peer that wants to enter. */
export interface JoinUse {
  /** Where it comes from, as `addressKey` has it. */
  readonly address: string;
  /** The room. */
  readonly room: string;
}

/** Says how much one stay may say in how short a time. */
export interface MessageGate {
  /**
   * Counts a message.
   *
   * @param sizeBytes its size, roughly
   * @param nowMs the clock's time: a message asks for it once
   * @throws {SdkError} `resource-exhausted` with `retryAfterMs`
   */
  take(sizeBytes: number, nowMs: number): void;
}

/** Says how much is too much in how short a time. */
export interface RateGuard {
  /** Makes what counts the messages of one stay. */
  openGate(stay: JoinUse): MessageGate;
  /** Counts an announcement. @throws {SdkError} `resource-exhausted` with `retryAfterMs` */
  takeJoin(use: JoinUse): void;
}

/** Lets all through. */
const OPEN_GATE: MessageGate = { take() {} };

/** Nothing is ever too much. */
export const NO_RATES: RateGuard = { openGate: () => OPEN_GATE, takeJoin() {} };
