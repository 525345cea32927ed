import { ManualClock } from '@remotemedia/base';
import {
  buildStun,
  parseStun,
  type StunContent,
  type StunMessageInit,
  type TransportAddress,
} from '@remotemedia/protocol/stun';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StunClient } from './stun-client.ts';
import { toStunSettings } from './stun-options.ts';
import { StunServer } from './stun-server.ts';
import { UdpPeer } from './testing/udp-peer.ts';

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

async function serve(host: string): Promise<TransportAddress> {
  const server = await StunServer.open(toStunSettings({ port: 0, host }));
  opened.push(server);
  const [address] = server.addresses;
  if (!address) throw new Error('the server listens nowhere');
  return address;
}

async function silentServer(): Promise<UdpPeer> {
  const server = await UdpPeer.open();
  opened.push(server);
  return server;
}

function uriOf({ address, port }: TransportAddress): string {
  return address.includes(':') ? `stun:[${address}]:${port}` : `stun:${address}:${port}`;
}

/** Answers the next request. */
async function answer(server: UdpPeer, init: Partial<StunMessageInit>): Promise<void> {
  const { bytes, from } = await server.next();
  const { transactionId } = parseStun(bytes);
  server.send(buildStun({ class: 'success', method: 1, transactionId, attributes: [], ...init }), from);
}

const MAPPED: StunContent = { kind: 'xor-mapped-address', address: '203.0.113.7', port: 7_777 };

describe('StunClient.binding()', () => {
  it.each(['127.0.0.1', '::1'])('learns the address of its socket on %s', async (host) => {
    const server = await serve(host);
    const binding = await new StunClient().binding(uriOf(server));
    expect(binding.server).toEqual(server);
    expect(binding.localAddress).toMatchObject({ address: host, port: expect.any(Number) });
    expect(binding.publicAddress).toEqual(binding.localAddress);
  });

  it('looks names up, for IPv4 first', async () => {
    const { port } = await serve('127.0.0.1');
    const binding = await new StunClient().binding(`stun:localhost:${port}`);
    expect(binding.server).toEqual({ address: '127.0.0.1', port });
  });

  it('knows an IPv6 address however it is written', async () => {
    const { port } = await serve('::1');
    const binding = await new StunClient().binding(`stun:[0:0:0:0:0:0:0:0001]:${port}`, { family: 6 });
    expect(binding.server).toEqual({ address: '::1', port });
  });

  it('asks at 0, 500, 1500, 3500, 7500, 15500 and 31500 ms, and gives up at 39500 ms', async () => {
    const clock = new ManualClock();
    const server = await silentServer();
    const asked = new StunClient({ clock }).binding(uriOf(server.at));
    const failed = expect(asked).rejects.toMatchObject({ code: 'deadline-exceeded' });
    const ids = new Set<string>();
    for (const atMs of [0, 500, 1_500, 3_500, 7_500, 15_500, 31_500]) {
      if (atMs > 0) {
        await clock.advance(atMs - 1 - clock.now());
        expect(server.inbox, `before ${atMs} ms`).toEqual([]);
        await clock.advance(1);
      }
      ids.add(Buffer.from(parseStun((await server.next()).bytes).transactionId).toString('hex'));
    }
    expect(ids.size).toBe(1);
    await clock.advance(7_999);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    await failed;
    expect(clock.pending).toBe(0);
    expect(server.inbox).toEqual([]);
  });

  it('takes an answer to a repetition, and asks no more', async () => {
    const clock = new ManualClock();
    const server = await silentServer();
    const asked = new StunClient({ clock }).binding(uriOf(server.at));
    await server.next();
    await clock.advance(500);
    await answer(server, { attributes: [MAPPED] });
    expect((await asked).publicAddress).toEqual({ address: '203.0.113.7', port: 7_777 });
    expect(clock.pending).toBe(0);
  });

  it('gives up after timeoutMs, and when the caller does', async () => {
    const clock = new ManualClock();
    const server = await silentServer();
    const client = new StunClient({ clock });
    const late = expect(client.binding(uriOf(server.at), { timeoutMs: 700 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    });
    await server.next();
    await clock.advance(700);
    await late;
    const controller = new AbortController();
    const aborted = expect(client.binding(uriOf(server.at), { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await server.next();
    controller.abort();
    await aborted;
    expect(clock.pending).toBe(0);
  });

  it('takes no notice of garbage, of other transactions and of answers from elsewhere', async () => {
    const [server, stranger] = [await silentServer(), await silentServer()];
    const asked = new StunClient().binding(uriOf(server.at));
    const { bytes, from } = await server.next();
    const { transactionId } = parseStun(bytes);
    const forged: StunContent = { ...MAPPED, address: '198.51.100.1' };
    const success = { class: 'success', method: 1, transactionId } as const;
    stranger.send(buildStun({ ...success, attributes: [forged] }), from);
    server.send(Buffer.from('garbage'), from);
    server.send(bytes, from);
    server.send(buildStun({ ...success, transactionId: new Uint8Array(12), attributes: [forged] }), from);
    server.send(buildStun({ ...success, class: 'indication', attributes: [forged] }), from);
    server.send(buildStun({ ...success, method: 3, attributes: [forged] }), from);
    server.send(buildStun({ ...success, attributes: [MAPPED] }), from);
    expect((await asked).publicAddress.address).toBe('203.0.113.7');
  });

  const answers: [string, Partial<StunMessageInit>, string][] = [
    ['error 420', errorAnswer(420), 'unimplemented'],
    ['error 401', errorAnswer(401), 'unauthenticated'],
    ['error 300', errorAnswer(300), 'unavailable'],
    ['error 699', errorAnswer(699), 'unknown'],
    ['an error without code', { class: 'error' }, 'unknown'],
    ['a success without address', {}, 'internal'],
    [
      'something that must be understood and is not',
      { attributes: [MAPPED, { kind: 'other', type: 0x7000, value: new Uint8Array() }] },
      'unimplemented',
    ],
  ];
  it.each(answers)('fails at %s', async (_what, init, code) => {
    const server = await silentServer();
    const failed = expect(new StunClient().binding(uriOf(server.at))).rejects.toMatchObject({ code });
    await answer(server, init);
    await failed;
  });

  it.each([
    ['stun:', 'invalid-argument'],
    ['turn:127.0.0.1', 'invalid-argument'],
    ['stuns:127.0.0.1', 'invalid-argument'],
    ['stun:nowhere.invalid', 'not-found'],
  ])('fails at once at %s', async (uri, code) => {
    const failed = expect(new StunClient().binding(uri)).rejects;
    // A machine without name server cannot know that a name does not exist.
    await failed.toMatchObject({ code: code === 'not-found' ? expect.stringMatching(/not-found|unavailable/) : code });
  });

  it('says that an address of the other family is missing', async () => {
    const failed = expect(new StunClient().binding('stun:127.0.0.1', { family: 6 })).rejects;
    await failed.toMatchObject({ code: 'not-found', detail: '127.0.0.1 has no IPv6 address' });
  });
});

function errorAnswer(code: number): Partial<StunMessageInit> {
  return { class: 'error', attributes: [{ kind: 'error-code', code, reason: 'because' }] };
}

describe('StunClient.publicAddress()', () => {
  it('takes the first answer, whoever is silent', async () => {
    const clock = new ManualClock();
    const [silent, server] = [await silentServer(), await serve('127.0.0.1')];
    const client = new StunClient({ clock });
    const binding = await client.publicAddress(['stun:', uriOf(silent.at), uriOf(server)]);
    expect(binding.server).toEqual(server);
    await vi.waitFor(() => expect(clock.pending).toBe(0));
  });

  it('fails when no server answers, when there is none, and when the caller aborts', async () => {
    const clock = new ManualClock();
    const silent = await silentServer();
    const client = new StunClient({ clock });
    await expect(client.publicAddress([])).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(client.publicAddress(['stun:', 'turn:x'])).rejects.toMatchObject({ code: 'unavailable' });
    const controller = new AbortController();
    const asked = expect(client.publicAddress([uriOf(silent.at)], { signal: controller.signal })).rejects.toMatchObject(
      {
        code: 'cancelled',
      },
    );
    await silent.next();
    controller.abort();
    await asked;
  });
});
