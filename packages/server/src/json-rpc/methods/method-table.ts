import { INVALID_PARAMS } from '../dialects/rpc-error.ts';
import { objectSchema, textSchema } from '../openrpc/json-schema.ts';
import { type NamedMethod, openRpcDocument } from '../openrpc/openrpc-document.ts';
import { ANNOUNCE } from './announce.ts';
import { DISCONNECT } from './disconnect.ts';
import { LIST_PEERS } from './list-peers.ts';
import type { Method } from './method.ts';
import { ANSWER, ICE_CANDIDATE, OFFER } from './relay.ts';
import { RESUME } from './resume.ts';
import { PING, SERVER_INFO } from './server-info.ts';
import { ACK, AUTHENTICATE, UPDATE } from './upkeep.ts';

let document: object | undefined;

/** `rpc.discover`, as the OpenRPC specification names it. */
const DISCOVER: Method = {
  run: () => openRpc(),
  invalidNumber: INVALID_PARAMS,
  isReadOnly: true,
  doc: {
    summary: 'Gives this document.',
    params: [],
    result: objectSchema({ openrpc: textSchema(), info: { type: 'object' }, methods: { type: 'array' } }),
    errors: [],
    example: {
      isAnnounced: false,
      params: {},
      result: { openrpc: '1.3.2', info: { title: 'RemoteMedia signaling', version: '0' }, methods: [] },
    },
  },
};

/** All methods, each with all of its names: the first is that of the `peer.*` family. */
const METHODS: readonly NamedMethod[] = [
  { names: ['peer.announce', 'announce'], method: ANNOUNCE },
  { names: ['peer.resume', 'resume'], method: RESUME },
  { names: ['peer.authenticate', 'authenticate'], method: AUTHENTICATE },
  { names: ['peer.offer', 'offer'], method: OFFER },
  { names: ['peer.answer', 'answer'], method: ANSWER },
  { names: ['peer.ice_candidate', 'ice_candidate'], method: ICE_CANDIDATE },
  { names: ['peer.disconnect', 'disconnect'], method: DISCONNECT },
  { names: ['peer.list', 'peer.list_peers', 'list_peers'], method: LIST_PEERS },
  { names: ['peer.update', 'update'], method: UPDATE },
  { names: ['peer.ack', 'ack'], method: ACK },
  { names: ['server.info'], method: SERVER_INFO },
  { names: ['ping'], method: PING },
  { names: ['rpc.discover'], method: DISCOVER },
];

const BY_NAME: ReadonlyMap<string, Method> = new Map(
  METHODS.flatMap(({ names, method }) => names.map((name): [string, Method] => [name, method])),
);

/** The method of that name. */
export function findMethod(name: string): Method | undefined {
  return BY_NAME.get(name);
}

/** Names of all methods. */
export function methodNames(): readonly string[] {
  return [...BY_NAME.keys()];
}

/** The OpenRPC document of all methods. The same object each time: do not change it. */
export function openRpc(): object {
  document ??= openRpcDocument(METHODS);
  return document;
}
