#!/usr/bin/env node
import { SdkError } from '@remotemedia/base';
import { HELP, readCommandLine } from './command-line.ts';
import type { LogLine } from './log.ts';
import { startServer } from './server.ts';
import type { ServerOptions } from './server-options.ts';
import { VERSION } from './version.ts';

try {
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command.kind === 'help') process.stdout.write(HELP);
  else if (command.kind === 'version') process.stdout.write(`${VERSION}\n`);
  else await serve(command.options);
} catch (caught) {
  process.stderr.write(`remotemedia-server: ${SdkError.from(caught).detail}\n`);
  process.exitCode = 1;
}

async function serve(options: ServerOptions): Promise<void> {
  const server = await startServer({ ...options, log: print });
  const stop = (): void => void server.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function print({ level, message, cause }: LogLine): void {
  const stream = level === 'info' ? process.stdout : process.stderr;
  const because = cause === undefined ? '' : ` (${SdkError.from(cause).detail})`;
  stream.write(`remotemedia-server: ${message}${because}\n`);
}
