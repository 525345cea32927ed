import { randomBytes } from 'node:crypto';
import { ManualClock } from '@remotemedia/base';
import {
  attributeOf,
  buildStun,
  parseStun,
  type StunContent,
  type StunMessage,
  type StunSeal,
  type TransportAddress,
} from '@remotemedia/protocol/stun';
import { afterEach, describe, expect, it } from 'vitest';
import { type StunOptions, toStunSettings } from './stun-options.ts';
import { StunServer } from './stun-server.ts';
import { UdpPeer } from './testing/udp-peer.ts';

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function serve(options: Partial<StunOptions> = {}, clock = new ManualClock()): Promise<StunServer> {
  const server = await StunServer.open(toStunSettings({ port: 0, host: '127.0.0.1', ...options }), { clock });
  opened.push(server);
  return server;
}

async function peer(address?: string): Promise<UdpPeer> {
  const made = await UdpPeer.open(address);
  opened.push(made);
  return made;
}

function request(attributes: readonly StunContent[] = [], seal: StunSeal = {}): Uint8Array {
  return buildStun({ class: 'request', method: 1, transactionId: randomBytes(12), attributes }, seal);
}

/** Sends a request and gives the answer to it. */
async function ask(
  from: UdpPeer,
  to: TransportAddress | undefined,
  bytes: Uint8Array,
): Promise<StunMessage & { from: TransportAddress; sizeBytes: number }> {
  from.send(bytes, to);
  const answer = await from.next();
  const message = parseStun(answer.bytes);
  expect(message.transactionId).toEqual(parseStun(bytes).transactionId);
  return { ...message, from: answer.from, sizeBytes: answer.bytes.length };
}

const NOT_ASKED = 'an answer to this would be one too many';

describe('a STUN server', () => {
  it.each(['127.0.0.1', '::1'])(
    'tells a client on %s its address, and nothing that was not asked for',
    async (host) => {
      const server = await serve({ host });
      const client = await peer(host);
      const { class: kind, attributes, from } = await ask(client, server.addresses[0], request());
      expect({ kind, attributes }).toEqual({
        kind: 'success',
        attributes: [{ kind: 'xor-mapped-address', ...client.at }],
      });
      expect(from).toEqual(server.addresses[0]);
      expect(server.stats()).toEqual({ requests: 1, refused: 0, limited: 0, ignored: 0 });
    },
  );

  it('listens on all addresses of a name, at one port', async () => {
    const server = await serve({ host: '::' });
    expect(server.addresses.map(({ address }) => address)).toEqual(['::', '0.0.0.0']);
    const port = server.addresses[0]?.port ?? 0;
    for (const host of ['127.0.0.1', '::1']) {
      const client = await peer(host);
      const answer = await ask(client, { address: host, port }, request());
      expect(attributeOf(answer, 'xor-mapped-address')).toMatchObject(client.at);
    }
  });

  it('adds a fingerprint if the request has one', async () => {
    const server = await serve();
    const answer = await ask(await peer(), server.addresses[0], request([], { fingerprint: true }));
    expect(answer.attributes.map(({ kind }) => kind)).toEqual(['xor-mapped-address', 'fingerprint']);
  });

  it('refuses what it must understand and does not, and says what', async () => {
    const server = await serve();
    const client = await peer();
    const unknown = { kind: 'other', type: 0x0024, value: new Uint8Array(4) } as const;
    const change = { kind: 'change-request', changeAddress: false, changePort: false } as const;
    const harmless = { kind: 'other', type: 0x8050, value: new Uint8Array(4) } as const;
    const answer = await ask(client, server.addresses[0], request([unknown, change, harmless]));
    expect(answer.class).toBe('error');
    expect(attributeOf(answer, 'error-code')).toMatchObject({ code: 420 });
    expect(attributeOf(answer, 'unknown-attributes')?.types).toEqual([0x0024, 0x0003]);
    expect(server.stats()).toMatchObject({ requests: 1, refused: 1 });
  });

  it('is silent to whatever is no Binding request', async () => {
    const server = await serve();
    const client = await peer();
    const transactionId = randomBytes(12);
    const garbage = [
      Buffer.from('hello'),
      randomBytes(1_200),
      request().subarray(0, 19),
      request().with(4, 0),
      request([{ kind: 'software', text: 'x' }], { fingerprint: true }).with(27, 1),
      ...(['indication', 'success', 'error'] as const).map((kind) =>
        buildStun({ class: kind, method: 1, transactionId, attributes: [] }),
      ),
      buildStun({ class: 'request', method: 3, transactionId, attributes: [] }),
    ];
    for (const bytes of garbage) client.send(bytes, server.addresses[0]);
    const answer = await ask(client, server.addresses[0], request());
    expect(answer.class).toBe('success');
    expect(client.inbox, NOT_ASKED).toEqual([]);
    expect(server.stats()).toEqual({ requests: 1, refused: 0, limited: 0, ignored: garbage.length });
  });

  it('answers an address 2,000 times at once and 200 times a second, and others all the same', async () => {
    const clock = new ManualClock();
    const server = await serve({ host: '0.0.0.0' }, clock);
    const to = { address: '127.0.0.1', port: server.addresses[0]?.port ?? 0 };
    const [greedy, other] = [await peer('127.0.0.1'), await peer('127.0.0.3')];
    for (let count = 0; count < 2_000; count += 1) await ask(greedy, to, request());
    greedy.send(request(), to);
    await ask(other, to, request());
    expect(server.stats()).toMatchObject({ requests: 2_001, limited: 1 });
    await clock.advance(5);
    await ask(greedy, to, request());
    expect(greedy.inbox, NOT_ASKED).toEqual([]);
  });

  it('does not answer after close(), which can be called twice', async () => {
    const server = await serve();
    const to = server.addresses[0];
    await server.close();
    await server.close();
    // The port is free again.
    const next = await serve({ port: to?.port ?? 0 });
    expect(next.addresses).toEqual([to]);
  });

  it('says which address it cannot listen on, and leaves none open', async () => {
    const [taken, free] = [await serve({ host: '127.0.0.2' }), await serve()];
    const [alternatePort, port = 0] = [taken, free].map(({ addresses }) => addresses[0]?.port);
    await free.close();
    const options = { port, host: '127.0.0.1', alternateHost: '127.0.0.2', alternatePort };
    await expect(StunServer.open(toStunSettings(options))).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringContaining(`127.0.0.1, UDP port ${port}`),
    });
    expect((await serve({ port })).addresses[0]?.port).toBe(port);
  });
});

describe('a STUN server with a second address', () => {
  const alternate = { host: '127.0.0.1', alternateHost: '127.0.0.2' };

  it('is at all four combinations, and names the other one of each', async () => {
    const { addresses } = await serve(alternate);
    expect(new Set(addresses.map(({ address }) => address)).size).toBe(2);
    expect(new Set(addresses.map(({ port }) => port)).size).toBe(2);
    for (const [index, at] of addresses.entries()) {
      const answer = await ask(await peer(), at, request());
      const other = addresses.find(({ address, port }) => address !== at.address && port !== at.port);
      expect(attributeOf(answer, 'response-origin'), `socket ${index}`).toMatchObject(at);
      expect(attributeOf(answer, 'other-address'), `socket ${index}`).toMatchObject(other ?? {});
    }
  });

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('answers from where it is asked to: other address %s, other port %s', async (changeAddress, changePort) => {
    const [first, second] = (await serve(alternate)).addresses;
    const client = await peer();
    const answer = await ask(client, first, request([{ kind: 'change-request', changeAddress, changePort }]));
    const expected = {
      address: (changeAddress ? second : first)?.address,
      port: (changePort ? second : first)?.port,
    };
    expect(answer.from).toEqual(expected);
    expect(attributeOf(answer, 'response-origin')).toMatchObject(expected);
    expect(attributeOf(answer, 'mapped-address')).toMatchObject(client.at);
  });

  it('answers to another port of the client if asked to, but not port 0', async () => {
    const { addresses } = await serve(alternate);
    const [client, ear] = [await peer(), await peer()];
    client.send(request([{ kind: 'response-port', port: ear.at.port }]), addresses[0]);
    const { bytes } = await ear.next();
    expect(attributeOf(parseStun(bytes), 'xor-mapped-address')).toMatchObject(client.at);
    const refusal = await ask(client, addresses[0], request([{ kind: 'response-port', port: 0 }]));
    expect(attributeOf(refusal, 'error-code')).toMatchObject({ code: 400 });
  });

  it('answers padding with padding, no more than it got and 1,500 bytes at most', async () => {
    const { addresses } = await serve(alternate);
    const client = await peer();
    for (const [sizeBytes, expected] of [
      [100, 100],
      [9_000, 1_500],
    ] as const) {
      const answer = await ask(client, addresses[0], request([{ kind: 'padding', sizeBytes }]));
      expect(attributeOf(answer, 'padding')?.sizeBytes).toBe(expected);
    }
    const both: StunContent[] = [
      { kind: 'padding', sizeBytes: 4 },
      { kind: 'response-port', port: 9 },
    ];
    const refusal = await ask(client, addresses[0], request(both));
    expect(attributeOf(refusal, 'error-code')).toMatchObject({ code: 400 });
  });
});

describe('the size of an answer', () => {
  const contents: readonly StunContent[][] = [
    [],
    [{ kind: 'padding', sizeBytes: 1_000 }],
    [{ kind: 'change-request', changeAddress: true, changePort: true }],
    [{ kind: 'response-port', port: 0 }],
    [{ kind: 'other', type: 0x0024, value: new Uint8Array() }],
    Array.from({ length: 60 }, (_none, index) => ({ kind: 'other', type: 0x4000 + index, value: new Uint8Array() })),
  ];
  it.each([
    ['one address', { host: '127.0.0.1' }, 32],
    ['one IPv6 address', { host: '::1' }, 32],
    ['two addresses', { host: '127.0.0.1', alternateHost: '127.0.0.2' }, 48],
  ])('is close to that of the request, with %s', async (_what, options, mostMore) => {
    const server = await serve(options);
    const client = await peer(options.host);
    for (const content of contents) {
      for (const fingerprint of [false, true]) {
        const bytes = request(content, { fingerprint });
        const { sizeBytes } = await ask(client, server.addresses[0], bytes);
        expect(sizeBytes - bytes.length).toBeLessThanOrEqual(mostMore);
      }
    }
  });
});
