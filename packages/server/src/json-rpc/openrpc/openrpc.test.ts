import * as specification from '@open-rpc/meta-schema';
import { Ajv, type AnySchemaObject, type ValidateFunction } from 'ajv';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANDIDATE, SDP } from '../../testing/test-peer.ts';
import { methodNames, openRpc } from '../methods/method-table.ts';
import { type Frame, FrameClient } from '../testing/frame-client.ts';
import { type SocketServer, startSocketServer } from '../testing/socket-server.ts';
import type { JsonSchema } from './json-schema.ts';

interface Value {
  readonly name: string;
  readonly value: unknown;
}
interface Descriptor {
  readonly name: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}
interface DocumentedMethod {
  readonly name: string;
  readonly params: readonly Descriptor[];
  readonly result: Descriptor;
  readonly errors: readonly { readonly code: number }[];
  readonly examples: readonly [{ readonly summary: string; readonly params: readonly Value[]; readonly result: Value }];
}
interface OpenRpcDocument {
  readonly methods: readonly DocumentedMethod[];
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
  readonly 'x-notifications': readonly { readonly name: string; readonly params: JsonSchema }[];
}

const document = openRpc() as OpenRpcDocument;
const METHODS = document.methods.map((method): [string, DocumentedMethod] => [method.name, method]);

const ajv = new Ajv({ strict: false });
ajv.addSchema({ $id: 'document', components: document.components });

/** Checks values against a schema of the document. */
function validator(schema: JsonSchema): ValidateFunction {
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/')));
}

function expectValid(schema: JsonSchema, value: unknown): void {
  const validate = validator(schema);
  expect(validate(value), JSON.stringify([validate.errors, value])).toBe(true);
}

describe('the OpenRPC document', () => {
  it('is one, by the schema of the specification', () => {
    // Its types leave the document itself out.
    const { openrpcDocument } = specification as unknown as { openrpcDocument: AnySchemaObject };
    const meta = new Ajv({ strict: false, validateFormats: false });
    // What it says about schemas stands for JSON Schema draft 7, which ajv knows by another name.
    meta.addSchema({ $id: 'https://meta.json-schema.tools', $ref: 'http://json-schema.org/draft-07/schema#' });
    const reference = { properties: { $ref: { type: 'string' } } };
    meta.addSchema({ $id: 'https://meta.json-schema.tools/', definitions: { JSONSchemaObject: reference } });
    const validate = meta.compile(
      Object.fromEntries(Object.entries(openrpcDocument).filter(([name]) => name !== '$schema')),
    );
    expect(validate(JSON.parse(JSON.stringify(document))), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...document, methods: [{ name: 5 }] })).toBe(false);
  });

  it('has every method that is served, and no other', () => {
    expect(document.methods.map(({ name }) => name)).toEqual(methodNames());
    expect(new Set(methodNames()).size).toBe(methodNames().length);
  });

  it('refers to nothing that it does not have', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(references)).toEqual(new Set(Object.keys(document.components.schemas)));
  });

  it.each(METHODS)('has an example of %s that keeps to its schemas', (_name, { params, result, examples }) => {
    const [example] = examples;
    for (const { name, value } of example.params) {
      const found = params.find((param) => param.name === name);
      expect(found, name).toBeDefined();
      if (found) expectValid(found.schema, value);
    }
    for (const { name, required } of params) {
      if (required) expect(example.params.map((value) => value.name)).toContain(name);
    }
    expectValid(result.schema, example.result.value);
  });
});

describe('the documented calls, made', () => {
  let server: SocketServer;
  let alice: FrameClient;
  let bob: FrameClient;

  beforeEach(async () => {
    server = await startSocketServer();
    alice = await FrameClient.open(server.url);
    bob = await FrameClient.open(server.url);
    await bob.call('peer.announce', { peer_id: 'bob', capabilities: ['data'] });
  });
  afterEach(() => server.close());

  /** A token of a stay of alice that waits to be resumed. */
  async function brokenStay(): Promise<string> {
    const socket = await FrameClient.open(server.url);
    const entry = await socket.call('peer.announce', { peer_id: 'alice', resumable: true });
    socket.socket.terminate();
    return (entry as { result: { session_token: string } }).result.session_token;
  }

  /** What may differ from call to call: times, names of offers, this machine's name and addresses, the document. */
  const CHANGING =
    /"(connected_at|offer_id|hostname|addresses|openrpc|info|methods|x-notifications|x-error-data|components)":/;

  it.each(METHODS)('%s does as its example says', async (name, { result, examples: [example] }) => {
    if (example.summary.startsWith('By alice')) {
      const announce = name.includes('.') ? 'peer.announce' : 'announce';
      await alice.call(announce, { peer_id: 'alice' });
    }
    const params: Record<string, unknown> = Object.fromEntries(
      example.params.map((param) => [param.name, param.value]),
    );
    if ('session_token' in params) params['session_token'] = await brokenStay();
    const reply = (await alice.call(name, params)) as Frame;
    expect(reply).toMatchObject({ id: 1 });
    expect(reply['error']).toBeUndefined();
    expectValid(result.schema, reply['result']);
    const told = Object.entries(example.result.value as object).filter(([key]) => !CHANGING.test(`"${key}":`));
    if (name.includes('.'))
      expect(reply['result']).toMatchObject(name.startsWith('peer.list') ? {} : Object.fromEntries(told));
  });

  it.each(METHODS.filter(([, { params }]) => params.some(({ required }) => required)))(
    '%s without its params is refused with −32602',
    async (name) => {
      await alice.call('peer.announce', { peer_id: 'alice' });
      const reply = await (await FrameClient.open(server.url)).call(name, {}, 'x');
      const early = ['disconnect', 'ack', 'peer.ack'].includes(name);
      expect(reply).toMatchObject({ id: 'x', error: { code: early ? expect.any(Number) : -32_602 } });
      expectValid(document.components.schemas['ErrorData'] ?? {}, (reply as { error: { data: unknown } }).error.data);
    },
  );

  it('rpc.discover gives the document', async () => {
    expect(await alice.call('rpc.discover')).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: JSON.parse(JSON.stringify(document)),
    });
  });
});

describe('the documented notifications', () => {
  let server: SocketServer;
  beforeAll(async () => {
    server = await startSocketServer();
  });
  afterAll(() => server.close());

  it('are what comes, all of them, with a number and without', async () => {
    for (const resumable of [true, false]) {
      const alice = await FrameClient.open(server.url);
      const bob = await FrameClient.open(server.url);
      await alice.call('peer.announce', { peer_id: 'alice', resumable });
      await bob.call('peer.announce', { peer_id: 'bob', capabilities: ['audio'], user_data: { display_name: 'Bob' } });
      for (const method of ['peer.offer', 'peer.answer']) await bob.call(method, { to: 'alice', sdp: SDP });
      await bob.call('peer.ice_candidate', { to: 'alice', candidate: CANDIDATE, sdp_mid: '0' });
      await bob.call('peer.ice_candidate', { to: 'alice', candidate: '' });
      await bob.call('peer.update', { state: 'away' });
      await bob.call('peer.disconnect', { peer_id: 'alice' });
      await bob.call('peer.disconnect', { peer_id: 'bob' });
      for (const stay of server.hub.stays.list()) {
        stay.tell({ type: 'move', deadlineMs: 1_000 });
        stay.tell({ type: 'iceServers', iceServers: [{ urls: ['stun:stun.example.org'] }], expiresInMs: 0 });
      }
      const came = (await alice.rest()) as Frame[];
      const documented = new Map(document['x-notifications'].map(({ name, params }) => [name, params]));
      expect(new Set(came.map(({ method }) => method))).toEqual(new Set(documented.keys()));
      for (const { method, params } of came) expectValid(documented.get(String(method)) ?? {}, params);
      const numbered = came.filter(({ params }) => 'seq' in (params as object));
      expect(numbered).toHaveLength(resumable ? came.length - 2 : 0);
      await alice.call('peer.disconnect', { peer_id: 'alice' });
    }
  });
});
