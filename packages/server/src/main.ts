#!/usr/bin/env node
import { SdkError } from '@remotemedia/base';
import { type Command, readCommandLine } from './cli/command-line.ts';
import { endOnSignals } from './drain/end-on-signals.ts';
import { createLog } from './logging/create-log.ts';
import { startServer } from './server.ts';
import { VERSION } from './version.ts';

// Whoever read what is printed may be gone; that ends nothing here.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  const command = readCommandLine(process.argv.slice(2), process.env);
  if (command.kind === 'print') process.stdout.write(command.text);
  else if (command.kind === 'version') process.stdout.write(`${VERSION}\n`);
  else await serve(command);
} catch (caught) {
  process.stderr.write(`remotemedia-server: ${SdkError.from(caught).detail}\n`);
  process.exitCode = 1;
}

async function serve({ options, log: settings, notices }: Extract<Command, { kind: 'serve' }>): Promise<void> {
  const log = createLog(settings, (stream, text) => process[stream === 'out' ? 'stdout' : 'stderr'].write(text));
  for (const message of notices) log({ level: 'warn', message });
  const started = startServer({ ...options, log });
  // Before it listens: a signal may come the moment it says so.
  endOnSignals(process, { drain: async () => (await started).drain(), exit: (code) => process.exit(code), log });
  const server = await started;
  process.on('SIGHUP', () => void server.reloadCertificate());
}
