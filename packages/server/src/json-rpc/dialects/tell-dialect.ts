import { isRecord } from '../params/params.ts';
import { BARE_DIALECT } from './bare-dialect.ts';
import type { Dialect } from './dialect.ts';
import { MESH_DIALECT } from './mesh-dialect.ts';
import { PAGE_DIALECT, PEER_DIALECT } from './peer-dialect.ts';

/** Methods of upstream's Node example server, and ours under names of the same form. */
const BARE_NAMES: ReadonlySet<string> = new Set([
  'announce',
  'resume',
  'offer',
  'answer',
  'ice_candidate',
  'disconnect',
  'update',
  'ack',
  'authenticate',
]);

/** What of a call tells its dialect. */
export interface Telling {
  /** Name of the method. */
  readonly method: string;
  /** The call's id. */
  readonly id: unknown;
  /** The version, if there is one. */
  readonly jsonrpc: unknown;
  /** The parameters. */
  readonly params: unknown;
}

/**
 * The dialect of a client after one more call. The first call that tells decides; after that, only an announcement
 * can still say more.
 *
 * @returns `undefined` as long as nothing told
 */
export function tellDialect(known: Dialect | undefined, call: Telling): Dialect | undefined {
  if (known === undefined) return firstTold(call);
  return known === PEER_DIALECT && call.method === 'peer.announce' ? announced(call) : known;
}

function firstTold(call: Telling): Dialect | undefined {
  const { method } = call;
  if (BARE_NAMES.has(method)) return BARE_DIALECT;
  if (method === 'peer.announce') return isMeshAnnounce(call) ? MESH_DIALECT : announced(call);
  return method.startsWith('peer.') ? PEER_DIALECT : undefined;
}

/**
 * Upstream's mesh client leaves `jsonrpc` out. So do people who type calls by hand; what tells it from them is the
 * rest of its only form: a text for id, a list of capabilities, and nothing else.
 */
function isMeshAnnounce({ id, jsonrpc, params }: Telling): boolean {
  if (jsonrpc !== undefined || typeof id !== 'string' || !isRecord(params)) return false;
  return Array.isArray(params['capabilities']) && Object.keys(params).length === 2 && 'peer_id' in params;
}

/** A client that can resume its stay knows this server; `page` is for one that knows another. */
function announced({ params }: Telling): Dialect {
  if (!isRecord(params) || params['resumable'] === true) return PEER_DIALECT;
  const { user_data } = params;
  return isRecord(user_data) && user_data['client'] !== undefined ? PAGE_DIALECT : PEER_DIALECT;
}
