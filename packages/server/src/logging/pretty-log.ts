import type { LogLevel } from '../log.ts';

/** Takes text of the log; `stream` is where a terminal shows it. */
export type LogWriter = (stream: 'out' | 'error', text: string) => void;

/** A line for people. Times are left to whoever keeps the lines; a terminal's reader knows what time it is. */
export function prettyLine(level: LogLevel, message: string, error: string | undefined): string {
  const mark = level === 'info' ? '' : `${level}: `;
  const because = error === undefined ? '' : ` (${error})`;
  return `remotemedia-server: ${mark}${message}${because}\n`;
}
