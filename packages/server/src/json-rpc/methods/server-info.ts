import { hostname, networkInterfaces } from 'node:os';
import { INVALID_PARAMS } from '../dialects/rpc-error.ts';
import { listSchema, objectSchema, textSchema } from '../openrpc/json-schema.ts';
import type { Params } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import type { Method } from './method.ts';

/** How `addressKey` writes the IPv6 loopback address. */
const LOOPBACK_IPV6 = '0:0:0:0::/64';

/** `server.info`: where else this machine can be reached. */
export const SERVER_INFO: Method = {
  run: serverInfo,
  invalidNumber: INVALID_PARAMS,
  isReadOnly: true,
  doc: {
    summary: 'Tells a page on this very machine under which address others of its network find the server.',
    description: 'Callers from elsewhere learn nothing: no address, and an empty name.',
    params: [],
    result: objectSchema({
      addresses: listSchema(objectSchema({ ip: textSchema({ format: 'ipv4' }), is_default: { type: 'boolean' } })),
      hostname: textSchema(),
    }),
    errors: [],
    example: {
      isAnnounced: false,
      params: {},
      result: { addresses: [{ ip: '192.0.2.7', is_default: true }], hostname: 'workstation' },
    },
  },
};

/** `ping`: a sign of life. */
export const PING: Method = {
  run: () => ({}),
  invalidNumber: INVALID_PARAMS,
  isReadOnly: true,
  doc: {
    summary: 'Asks for a sign of life.',
    params: [],
    result: objectSchema({}),
    errors: [],
    example: { isAnnounced: false, params: {}, result: {} },
  },
};

function serverInfo(_params: Params, { address }: SessionState): object {
  if (!address.startsWith('127.') && address !== LOOPBACK_IPV6) return { addresses: [], hostname: '' };
  const ip = networkAddress();
  return { addresses: ip === undefined ? [] : [{ ip, is_default: true }], hostname: hostname() };
}

/** The first IPv4 address by which others reach this machine. */
function networkAddress(): string | undefined {
  for (const addresses of Object.values(networkInterfaces())) {
    const found = addresses?.find(({ family, internal }) => family === 'IPv4' && !internal);
    if (found) return found.address;
  }
  return undefined;
}
