/** How much a line of the log matters: `info` for the server's life, `warn` for what was cut off, `error` for faults. */
export type LogLevel = 'info' | 'warn' | 'error';

/** One line of the log. Never holds tokens, session descriptions or candidates. */
export interface LogLine {
  /** How much it matters. */
  readonly level: LogLevel;
  /** What happened, in one sentence. */
  readonly message: string;
  /** What was caught, where something was. */
  readonly cause?: unknown;
}

/** Takes lines of the log; must not throw. */
export type LogSink = (line: LogLine) => void;
