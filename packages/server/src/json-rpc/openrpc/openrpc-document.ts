import { VERSION } from '../../version.ts';
import {
  ANSWER_INVALID,
  CANDIDATE_INVALID,
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  LIMIT_EXCEEDED,
  NOT_ALLOWED,
  OFFER_INVALID,
  PEER_NOT_FOUND,
} from '../dialects/rpc-error.ts';
import type { Method, MethodExample, ValueDoc } from '../methods/method.ts';
import { named } from './json-schema.ts';
import { NOTIFICATION_DOCS } from './notification-docs.ts';
import { SHARED_SCHEMAS } from './shared-schemas.ts';

/** A method and what it is called. */
export interface NamedMethod {
  /** All of its names; the first is the one to use. */
  readonly names: readonly [string, ...string[]];
  /** The method. */
  readonly method: Method;
}

const OPENRPC_VERSION = '1.3.2';

/** What an error's number stands for. */
const MESSAGES: Readonly<Record<number, string>> = {
  [INVALID_REQUEST]: 'Invalid request, or not announced',
  [INVALID_PARAMS]: 'Invalid params, id taken, or token not known',
  [INTERNAL_ERROR]: 'Internal error, or not served here',
  [PEER_NOT_FOUND]: 'No such peer',
  [LIMIT_EXCEEDED]: 'Too many peers, or too much in too short a time',
  [OFFER_INVALID]: 'Not an offer',
  [ANSWER_INVALID]: 'Not an answer',
  [CANDIDATE_INVALID]: 'Not a candidate',
  [NOT_ALLOWED]: 'Not allowed with your token',
};

/** The OpenRPC document (OpenRPC 1.3) of these methods, one entry for each name. */
export function openRpcDocument(methods: readonly NamedMethod[]): object {
  return {
    openrpc: OPENRPC_VERSION,
    info: {
      title: 'RemoteMedia signaling',
      version: VERSION,
      description:
        'JSON-RPC 2.0 over WebSocket, on any path. Batches are taken. Calls without an id get no reply. Names without ' +
        'a prefix answer as older clients expect it; a socket keeps the family of names that it used first.',
    },
    methods: methods.flatMap(({ names, method }) => names.map((name) => methodObject(name, names[0], method))),
    components: { schemas: SHARED_SCHEMAS },
    'x-notifications': NOTIFICATION_DOCS,
    'x-error-data': named('ErrorData'),
  };
}

function methodObject(name: string, mainName: string, { doc }: Method): object {
  const { summary, description, params, result, errors, example } = doc;
  return {
    name,
    summary: name === mainName ? summary : `Another name of ${mainName}.`,
    ...(description === undefined ? {} : { description }),
    paramStructure: 'by-name',
    params: params.map(contentDescriptor),
    result: { name: 'result', schema: result },
    errors: [...errors, INTERNAL_ERROR].map((code) => ({ code, message: MESSAGES[code] ?? 'Error' })),
    examples: [examplePairing(name, example)],
  };
}

function contentDescriptor({ name, summary, required, schema }: ValueDoc): object {
  return { name, summary, required, schema };
}

function examplePairing(name: string, { params, result, isAnnounced }: MethodExample): object {
  const values = Object.entries(params).map(([param, value]) => ({ name: param, value }));
  const summary = isAnnounced ? 'By alice, who is announced; bob is there.' : 'Bob is there.';
  return { name: `${name} example`, summary, params: values, result: { name: 'result', value: result } };
}
