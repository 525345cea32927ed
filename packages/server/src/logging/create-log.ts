import { SdkError } from '@remotemedia/base';
import { pino } from 'pino';
import type { LogSink } from '../log.ts';
import { LOG_THRESHOLDS, type LogSettings } from './log-settings.ts';
import { type LogWriter, prettyLine } from './pretty-log.ts';
import { scrub } from './scrub.ts';

/**
 * A log that writes lines of JSON, or lines for people, without secrets.
 *
 * @param write takes each line; JSON goes to `out` only, faults and warnings for people go to `error`
 */
export function createLog({ format, level, secrets }: LogSettings, write: LogWriter): LogSink {
  const clean = (text: string): string => scrub(text, secrets);
  const sink = format === 'json' ? jsonSink(write, clean) : prettySink(write, clean);
  const threshold = LOG_THRESHOLDS.indexOf(level);
  return (line) => {
    if (LOG_THRESHOLDS.indexOf(line.level) <= threshold) sink(line);
  };
}

function prettySink(write: LogWriter, clean: (text: string) => string): LogSink {
  return ({ level, message, cause }) => {
    const error = cause === undefined ? undefined : clean(SdkError.from(cause).detail);
    write(level === 'info' ? 'out' : 'error', prettyLine(level, clean(message), error));
  };
}

function jsonSink(write: LogWriter, clean: (text: string) => string): LogSink {
  const logger = pino(
    {
      base: { service: 'remotemedia-server', pid: process.pid },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (text) => write('out', text) },
  );
  return ({ level, message, cause }) => {
    if (cause === undefined) return logger[level](clean(message));
    const { code, detail } = SdkError.from(cause);
    logger[level]({ error: { code, detail: clean(detail) } }, clean(message));
  };
}
