import { parseArgs } from 'node:util';
import { Stop } from './stop.mjs';

/** What `npm start -- --help` prints. */
export const START_HELP = `npm start -- [--port N] [--host H]

  --port N  port to listen on, from 0 (any free one) to 65535; default 8080
  --host H  address to listen on; default localhost; 0.0.0.0 for all of this machine's`;

/**
 * Reads the command line of `npm start`.
 *
 * @param {string[]} args
 * @returns {{ port: number, host: string, help: boolean }}
 */
export function startOptions(args) {
  const { port, host, help } = read(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Stop(`--port takes a number from 0 to 65535, not "${port}".`);
  }
  if (host === '') throw new Stop('--host takes an address, such as 0.0.0.0.');
  return { port: Number(port), host, help };
}

/** @param {string[]} args */
function read(args) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '8080' },
        host: { type: 'string', default: 'localhost' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message.split('. ')[0] : error}.\n\n${START_HELP}`);
  }
}
