import { type ServerOptions, startServer } from '@remotemedia/server';

// One server in a process of its own. Its options come as JSON; it says the number of its port, and the lines of its log.
const options: ServerOptions = JSON.parse(process.argv[2] ?? '{}');
const server = await startServer({
  ...options,
  log: ({ level, message, cause }) => say(`${level} ${message}${cause instanceof Error ? `: ${cause.message}` : ''}`),
});
say(`port ${server.port}`);
process.once('SIGTERM', () => void server.drain());

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
