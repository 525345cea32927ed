/** A message that wants to be passed on. */
export interface MessageUse {
  /** Stands for the connection; the same object for all messages of one stay. */
  readonly connection: object;
  /** Where it comes from, as `addressKey` has it. */
  readonly address: string;
  /** The room. */
  readonly room: string;
  /** Its size in bytes, roughly. */
  readonly sizeBytes: number;
}

/** A peer that wants to enter. */
export interface JoinUse {
  /** Where it comes from, as `addressKey` has it. */
  readonly address: string;
  /** The room. */
  readonly room: string;
}

/** Says how much is too much in how short a time. */
export interface RateGuard {
  /** Counts a message. @throws {SdkError} `resource-exhausted` with `retryAfterMs` */
  takeMessage(use: MessageUse): void;
  /** Counts an announcement. @throws {SdkError} `resource-exhausted` with `retryAfterMs` */
  takeJoin(use: JoinUse): void;
}

/** Nothing is ever too much. */
export const NO_RATES: RateGuard = { takeMessage() {}, takeJoin() {} };
