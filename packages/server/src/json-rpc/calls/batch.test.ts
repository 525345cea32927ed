import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SDP } from '../../testing/test-peer.ts';
import { FrameClient } from '../testing/frame-client.ts';
import { type SocketServer, startSocketServer } from '../testing/socket-server.ts';

let server: SocketServer;
let client: FrameClient;

beforeEach(async () => {
  server = await startSocketServer();
  client = await FrameClient.open(server.url);
});
afterEach(() => server.close());

const refusal = (id: unknown, code: number) => ({ jsonrpc: '2.0', id, error: expect.objectContaining({ code }) });

// The examples of the JSON-RPC 2.0 specification §7, with methods of this server.
test.each([
  [
    'JSON that breaks off',
    '[{"jsonrpc":"2.0","method":"ping","id":"1"},{"jsonrpc":"2.0","method"',
    refusal(null, -32_700),
  ],
  ['an empty list', '[]', refusal(null, -32_600)],
  ['a list of what is no call', '[1]', [refusal(null, -32_600)]],
  ['three of those', '[1,2,3]', [refusal(null, -32_600), refusal(null, -32_600), refusal(null, -32_600)]],
  ['a list in a list', '[[{"method":"ping","id":1}]]', [refusal(null, -32_600)]],
  [
    'calls, notifications and mistakes',
    '[{"jsonrpc":"2.0","method":"ping","id":"1"},{"jsonrpc":"2.0","method":"ping"},{"foo":"boo"},' +
      '{"jsonrpc":"2.0","method":"foo.get","params":{},"id":"5"},{"jsonrpc":"2.0","method":"ping","id":9},null]',
    [
      { jsonrpc: '2.0', id: '1', result: {} },
      refusal(null, -32_600),
      refusal('5', -32_601),
      { jsonrpc: '2.0', id: 9, result: {} },
      refusal(null, -32_600),
    ],
  ],
])('%s', async (_name, frame, answer) => {
  expect(await client.ask(frame)).toEqual(answer);
  expect(await client.rest()).toEqual([]);
});

test('a batch of notifications is carried out and not answered', async () => {
  client.send([
    { method: 'peer.announce', params: { peer_id: 'a' } },
    { method: 'peer.update', params: { state: 'busy' } },
  ]);
  expect(await client.rest()).toEqual([]);
  expect(server.hub.stats().peers).toBe(1);
});

test('calls of a batch wait for each other, and their replies come in their order', async () => {
  const friend = await FrameClient.open(server.url);
  await friend.call('peer.announce', { peer_id: 'friend' });
  const offer = { to: 'friend', sdp: SDP };
  const batch = [
    { id: 1, method: 'peer.announce', params: { peer_id: 'a' } },
    { id: 2, method: 'peer.offer', params: offer },
    { id: 3, method: 'peer.disconnect', params: { peer_id: 'a' } },
    { id: 4, method: 'peer.offer', params: offer },
  ];
  expect(await client.ask(batch)).toMatchObject([
    { id: 1, result: { other_peers: ['friend'] } },
    { id: 2, result: { to_peer_id: 'friend' } },
    { id: 3, result: { peer_id: 'a' } },
    { id: 4, error: { code: -32_600, message: expect.stringMatching(/not announced/i) } },
  ]);
  expect([await friend.next(), await friend.next(), await friend.next()]).toMatchObject([
    { method: 'peer.joined' },
    { method: 'peer.offer' },
    { method: 'peer.left' },
  ]);
});

test('a batch tells the dialect like a call that is alone', async () => {
  expect(await client.ask([{ id: 1, method: 'offer', params: { to_peer_id: 'x', sdp: SDP } }])).toMatchObject([
    { id: 1, error: { code: -32_000 } },
  ]);
});

test('64 calls are taken, 65 are not', async () => {
  const calls = (count: number) => Array.from({ length: count }, (_, id) => ({ id, method: 'ping' }));
  expect(await client.ask(calls(64))).toHaveLength(64);
  expect(await client.ask(calls(65))).toMatchObject({ id: null, error: { code: -32_600 } });
});

test('replies to one batch have an end', async () => {
  const size = JSON.stringify(await client.call('rpc.discover')).length;
  const replies = await client.ask(Array.from({ length: 64 }, (_, id) => ({ id, method: 'rpc.discover' })));
  const results = (replies as { result?: unknown }[]).filter(({ result }) => result);
  expect(results.length).toBe(Math.ceil(1_048_576 / size));
  expect(replies).toHaveLength(64);
  expect((replies as unknown[]).at(-1)).toMatchObject({ id: 63, error: { code: -32_001 } });
  expect(await client.call('ping', undefined, 7)).toEqual({ jsonrpc: '2.0', id: 7, result: {} });
});

test('ids that have to be looked up in the frame are looked up in one go', async () => {
  const calls = Array.from({ length: 64 }, (_, index) => `{"id":${index}.50,"method":"ping"}`);
  const matchAll = vi.spyOn(String.prototype, 'matchAll');
  try {
    expect(await client.ask(`[${calls.join(',')}]`)).toHaveLength(64);
    expect(matchAll).toHaveBeenCalledOnce();
  } finally {
    matchAll.mockRestore();
  }
});
