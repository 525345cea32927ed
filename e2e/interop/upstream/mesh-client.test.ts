import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FrameClient } from './frame-client.ts';
import { ANSWER_SDP, CANDIDATE, OFFER_SDP, useUpstreamServer } from './upstream-server.ts';

/** Upstream's mesh client: no `jsonrpc` in what it sends, and nothing read but notifications that it knows. */
describe('a mesh client', () => {
  const server = useUpstreamServer();

  async function enter(peerId: string): Promise<FrameClient> {
    const client = await server.open('/');
    const id = randomUUID();
    client.send({ method: 'peer.announce', params: { peer_id: peerId, capabilities: ['audio', 'video', 'data'] }, id });
    expect((await client.response(id)).result).toMatchObject({ success: true, peer_id: peerId });
    return client;
  }

  it('takes an announcement for the news that a peer joined', async () => {
    const one = await enter('peer-1');
    await enter('peer-2');
    const { params } = await one.notification('peer.announce');
    expect(params).toMatchObject({ peer_id: 'peer-2', capabilities: ['audio', 'video', 'data'] });
  });

  it('calls one of its kind', async () => {
    const [one, two] = [await enter('peer-1'), await enter('peer-2')];
    one.send({ method: 'peer.offer', params: { from: 'peer-1', to: 'peer-2', sdp: OFFER_SDP }, id: randomUUID() });
    expect((await two.notification('peer.offer')).params).toMatchObject({
      from: 'peer-1',
      to: 'peer-2',
      sdp: OFFER_SDP,
    });
    two.send({ method: 'peer.answer', params: { from: 'peer-2', to: 'peer-1', sdp: ANSWER_SDP }, id: randomUUID() });
    const { params } = await one.notification('peer.answer');
    expect(params).toMatchObject({ from: 'peer-2', to: 'peer-1', sdp: ANSWER_SDP });
  });

  it('gets candidates as the text of an RTCIceCandidateInit, and none of its own are needed', async () => {
    const one = await enter('peer-1');
    const browser = await server.announced('browser');
    const params = { from: 'browser', to: 'peer-1', candidate: CANDIDATE, sdp_mid: '0', sdp_m_line_index: 0 };
    browser.send({ jsonrpc: '2.0', id: 1, method: 'peer.ice_candidate', params });
    const { params: got } = await one.notification('peer.ice_candidate');
    expect(got).toMatchObject({ from: 'browser', to: 'peer-1' });
    const init = JSON.parse(String(got?.['candidate']));
    expect(init).toMatchObject({ candidate: CANDIDATE, sdpMid: '0', sdpMLineIndex: 0 });
  });

  it('leaves by a disconnect of itself, without an id', async () => {
    const one = await enter('peer-1');
    const two = await enter('peer-2');
    two.send({ method: 'peer.disconnect', params: { peer_id: 'peer-2' } });
    expect((await one.notification('peer.disconnect')).params).toMatchObject({ peer_id: 'peer-2' });
    const late = await server.announced('late');
    late.send({ jsonrpc: '2.0', id: 1, method: 'peer.list', params: {} });
    const { result } = await late.response(1);
    expect(result).toMatchObject({ count: 2 });
  });
});
