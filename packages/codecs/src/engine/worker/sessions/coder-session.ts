import type { CoderInput, CoderOutput } from '../protocol.ts';

/** Work in steps: after each the caller may do something else, or never come back. Some steps have no output. */
export type Steps = Iterable<CoderOutput | undefined>;

/**
 * One encoder or decoder at work, synchronous and on this thread. Every step may throw an `SdkError`; the session is
 * good for nothing then but to be closed.
 */
export interface CoderSession {
  /**
   * Begins, or goes on, with a configuration; outputs of what came before come out first.
   *
   * @param config what the page's class got
   * @param module the code that does it
   */
  configure(config: object, module: WebAssembly.Module): Steps;
  /** Works off one input. */
  process(input: CoderInput): Steps;
  /** Brings out what is held back. */
  flush(): Steps;
  /** Gives everything back. Idempotent. */
  close(): void;
}
