import type { LogSink } from '../log.ts';

/** What is asked to end, and how to end without it. */
export interface EndingParts {
  /** Ends the server with care; may take a while. */
  readonly drain: () => Promise<void>;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
  /** Takes lines of the log. */
  readonly log: LogSink;
}

/** The part of `process` that is used. */
interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
}

/** On SIGTERM or SIGINT the server ends with care; a second one ends the process at once. Both are no failure. */
export function endOnSignals(source: SignalSource, { drain, exit, log }: EndingParts): void {
  let isEnding = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isEnding) {
      log({ level: 'warn', message: `${signal} again: ending at once` });
      exit(0);
      return;
    }
    isEnding = true;
    log({ level: 'info', message: `${signal}: ending; once more ends at once` });
    drain().catch((cause: unknown) => {
      log({ level: 'error', message: 'could not end with care', cause });
      exit(1);
    });
  };
  source.on('SIGTERM', onSignal);
  source.on('SIGINT', onSignal);
}
