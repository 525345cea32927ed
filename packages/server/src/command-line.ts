import { parseArgs } from 'node:util';
import { SdkError } from '@remotemedia/base';
import type { ServerOptions } from './server-options.ts';

/** STUN server that peers behind address translation learn their public address from, as upstream's server has it. */
const DEFAULT_STUN_SERVERS = 'stun:stun.l.google.com:19302';

/** What `--help` prints. */
export const HELP: string = `remotemedia-server: signaling for RemoteMedia rooms, all protocols on one port

  --host HOST            name or address to listen on; 0.0.0.0 opens it to other machines
                         (default localhost, that is 127.0.0.1 and ::1)
  --port PORT            port, 0 for any that is free (default 8080)
  --demo-dir DIR         folder of the built demo, served on the same port
  --stun-servers URLS    comma list of STUN servers for pages, "" for none
                         (default ${DEFAULT_STUN_SERVERS})
  --max-peers N          most peers in one room (default 10)
  --max-stays-per-address N
                         most peers of one remote address (default 256); behind a proxy all
                         peers have the proxy's address, so raise it there
  --help                 print this
  --version              print the version

environment, where the flag is not given:
  GRPC_SIGNALING_ADDRESS HOST:PORT
  WEBRTC_MAX_PEERS       as --max-peers
`;

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'serve'; readonly options: ServerOptions };

/**
 * Reads the arguments (without node and script) and the environment.
 *
 * @throws {SdkError} `invalid-argument`, with a sentence to print
 */
export function readCommandLine(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const flags = parse(args);
  if (flags.help) return { kind: 'help' };
  if (flags.version) return { kind: 'version' };
  const fromEnv = splitAddress(env['GRPC_SIGNALING_ADDRESS']);
  const stunServers = (flags['stun-servers'] ?? DEFAULT_STUN_SERVERS).split(',').map((url) => url.trim());
  const options: ServerOptions = {
    host: flags.host ?? fromEnv.host,
    port: count('--port', flags.port) ?? fromEnv.port,
    demoDir: flags['demo-dir'],
    stunServers: stunServers.filter((url) => url !== ''),
    maxPeersPerRoom: count('--max-peers', flags['max-peers']) ?? count('WEBRTC_MAX_PEERS', env['WEBRTC_MAX_PEERS']),
    maxStaysPerAddress: count('--max-stays-per-address', flags['max-stays-per-address']),
  };
  return { kind: 'serve', options };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'demo-dir': { type: 'string' },
        'stun-servers': { type: 'string' },
        'max-peers': { type: 'string' },
        'max-stays-per-address': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    const { detail } = SdkError.from(cause);
    throw new SdkError('invalid-argument', `${detail.split('. ', 1)[0]}; --help lists what there is`, { cause });
  }
}

function splitAddress(address: string | undefined): { host?: string; port?: number } {
  if (address === undefined || address === '') return {};
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined && port !== undefined) return { host, port: Number(port) };
  throw new SdkError('invalid-argument', `GRPC_SIGNALING_ADDRESS must be HOST:PORT, got ${JSON.stringify(address)}`);
}

function count(name: string, value: string | undefined): number | undefined {
  if (value === undefined || value === '') return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw new SdkError('invalid-argument', `${name} must be a whole number, got ${JSON.stringify(value)}`);
}
