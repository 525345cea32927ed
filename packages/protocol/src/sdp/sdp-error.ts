import { SdkError } from '@remotemedia/base';

/** What is wrong with a session description. */
export interface SdpFault {
  /** Number of the line, from 1; 1 for what is wrong with the whole. */
  readonly lineNumber: number;
  /** What was expected there, in words. */
  readonly expected: string;
  /** What came instead: the beginning of the line as JSON text, or words. */
  readonly came: string;
}

/** A text is no session description: `invalid-argument`. */
export class SdpError extends SdkError {
  override readonly name = 'SdpError';
  /** What is wrong, and where. */
  readonly fault: SdpFault;

  /** @param fault what is wrong, and where */
  constructor(fault: SdpFault) {
    const { lineNumber, expected, came } = fault;
    super('invalid-argument', `line ${lineNumber} of the session description: expected ${expected}, got ${came}`);
    this.fault = fault;
  }
}
