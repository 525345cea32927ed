import { describe, expect, it } from 'vitest';
import type { FrameClient } from './frame-client.ts';
import { ANSWER_SDP, CANDIDATE, OFFER_SDP, useUpstreamServer } from './upstream-server.ts';

/** Upstream's example client in Node: methods without a prefix, whole numbers for ids, on the bare address. */
describe('a client of the bare dialect', () => {
  const server = useUpstreamServer();

  async function enter(peerId: string): Promise<FrameClient> {
    const client = await server.open('/');
    const capabilities = { audio: true, video: false, data: true };
    client.send({ jsonrpc: '2.0', method: 'announce', params: { peer_id: peerId, capabilities }, id: 1 });
    expect((await client.response(1)).error).toBeUndefined();
    return client;
  }

  it('is told who is there, and the others are told that it came', async () => {
    const alice = await enter('alice');
    const bob = await server.open('/');
    const capabilities = { audio: false, video: false, data: true };
    bob.send({ jsonrpc: '2.0', method: 'announce', params: { peer_id: 'bob', capabilities }, id: 1 });
    expect((await bob.response(1)).result).toMatchObject({ peer_id: 'bob', peers_count: 2, other_peers: ['alice'] });
    expect((await alice.notification('peer_joined')).params).toEqual({ peer_id: 'bob', capabilities });
  });

  it('calls and is answered in its own words', async () => {
    const [alice, bob] = [await enter('alice'), await enter('bob')];
    alice.send({
      jsonrpc: '2.0',
      method: 'offer',
      params: { to_peer_id: 'bob', sdp: OFFER_SDP, type: 'offer' },
      id: 2,
    });
    const { result } = await alice.response(2);
    expect(result).toMatchObject({ to_peer_id: 'bob', offer_id: expect.any(String) });
    const { params: offer } = await bob.notification('offer');
    expect(offer).toEqual({ from_peer_id: 'alice', offer_id: result?.['offer_id'], sdp: OFFER_SDP, type: 'offer' });

    const answer = { to_peer_id: 'alice', sdp: ANSWER_SDP, type: 'answer' };
    bob.send({ jsonrpc: '2.0', method: 'answer', params: answer, id: 2 });
    expect((await bob.response(2)).result).toMatchObject({ to_peer_id: 'alice' });
    const { params: answered } = await alice.notification('answer');
    expect(answered).toEqual({ from_peer_id: 'bob', sdp: ANSWER_SDP, type: 'answer' });

    const found = { candidate: CANDIDATE, sdp_mid: '0', sdp_mline_index: 0 };
    bob.send({ jsonrpc: '2.0', method: 'ice_candidate', params: { to_peer_id: 'alice', ...found }, id: 3 });
    expect((await bob.response(3)).result).toMatchObject({ to_peer_id: 'alice' });
    expect((await alice.notification('ice_candidate')).params).toEqual({ from_peer_id: 'bob', ...found });
  });

  it('lists, dismisses and leaves', async () => {
    const [alice, bob] = [await enter('alice'), await enter('bob')];
    bob.send({ jsonrpc: '2.0', method: 'list_peers', params: {}, id: 2 });
    const { result } = await bob.response(2);
    const capabilities = { audio: true, video: false, data: true };
    expect(result).toMatchObject({ count: 2 });
    expect(result?.['peers']).toContainEqual(
      expect.objectContaining({ peer_id: 'alice', capabilities, state: 'available' }),
    );
    bob.send({ jsonrpc: '2.0', method: 'disconnect', params: { peer_id: 'alice' }, id: 3 });
    expect((await bob.response(3)).result).toMatchObject({ peer_id: 'alice' });
    expect((await alice.notification('peer_disconnected')).params).toEqual({ peer_id: 'bob' });
    bob.close();
    expect((await alice.notification('peer_left')).params).toEqual({ peer_id: 'bob' });
  });

  it('gets the numbers for errors that the example server gives, and stays connected', async () => {
    const alice = await enter('alice');
    const late = await server.open('/');
    late.send({ jsonrpc: '2.0', method: 'offer', params: { to_peer_id: 'alice', sdp: OFFER_SDP }, id: 1 });
    late.send({ jsonrpc: '2.0', method: 'announce', params: { peer_id: 'alice' }, id: 2 });
    late.send({ jsonrpc: '2.0', method: 'announce', params: {}, id: 3 });
    late.send({ jsonrpc: '2.0', method: 'announce', params: { peer_id: 'late' }, id: 4 });
    late.send({ jsonrpc: '2.0', method: 'offer', params: { to_peer_id: 'nobody', sdp: OFFER_SDP }, id: 5 });
    late.send({ jsonrpc: '2.0', method: 'sing', params: {}, id: 6 });
    const codes = [];
    for (const id of [1, 2, 3, 5, 6]) codes.push((await late.response(id)).error?.code);
    expect(codes).toEqual([-32_000, -32_000, -32_602, -32_000, -32_601]);
    expect((await late.response(4)).result).toMatchObject({ peer_id: 'late', other_peers: ['alice'] });
    expect((await alice.notification('peer_joined')).params).toMatchObject({ peer_id: 'late' });
  });
});
