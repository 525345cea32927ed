import { describe, expect, it } from 'vitest';
import { ANSWER_SDP, CANDIDATE, OFFER_SDP, SERVER_PEER, useUpstreamServer } from './upstream-server.ts';

const server = useUpstreamServer();

/** Upstream's own frontend: texts for ids, candidates as notifications with an empty mid and index 0. */
describe('the frontend', () => {
  it('enters, asks the server where it is, and sends candidates that want no answer', async () => {
    const lan = await server.open('/ws');
    lan.send({ jsonrpc: '2.0', id: 'lan-discovery', method: 'server.info', params: {} });
    const { result: info } = await lan.response('lan-discovery');
    expect(info).toMatchObject({ addresses: expect.any(Array), hostname: expect.any(String) });

    const other = await server.announced('other');
    const page = await server.open('/ws');
    const announce = { peer_id: 'browser-a1b2c3', capabilities: ['audio', 'data'], user_data: {} };
    page.send({ jsonrpc: '2.0', id: 'rpc-1', method: 'peer.announce', params: announce });
    const { result } = await page.response('rpc-1');
    const others = { peers_count: 2, other_peers: ['other'] };
    expect(result).toMatchObject({ success: true, peer_id: 'browser-a1b2c3', ...others });
    const { params: joined } = await other.notification('peer.joined');
    expect(joined).toMatchObject({ peer_id: 'browser-a1b2c3', capabilities: ['audio', 'data'] });

    const address = { from: 'browser-a1b2c3', to: 'other' };
    page.send({ jsonrpc: '2.0', id: 'rpc-2', method: 'peer.offer', params: { ...address, sdp: OFFER_SDP } });
    const candidate = { candidate: CANDIDATE, sdp_mid: '', sdp_m_line_index: 0 };
    page.send({ jsonrpc: '2.0', method: 'peer.ice_candidate', params: { ...address, ...candidate } });
    expect((await page.response('rpc-2')).result).toMatchObject({ success: true, to_peer_id: 'other' });
    expect((await other.notification('peer.offer')).params).toMatchObject({ ...address, sdp: OFFER_SDP });
    const { params: got } = await other.notification('peer.ice_candidate');
    expect(got).toMatchObject({ ...address, candidate: CANDIDATE, sdp_mid: null, sdp_m_line_index: 0 });
    expect(page.unread()).toEqual([]);
  });

  it('is told by the response to its offer that this server has no peer of its own', async () => {
    const page = await server.announced('browser-a1b2c3');
    const params = { from: 'browser-a1b2c3', to: SERVER_PEER, sdp: OFFER_SDP };
    page.send({ jsonrpc: '2.0', id: 'rpc-2', method: 'peer.offer', params });
    const { error } = await page.response('rpc-2');
    expect(error?.code).toBeLessThan(0);
    expect(error?.message).toContain(SERVER_PEER);
  });
});

/** Upstream's calculator: it does not wait for its announcement, and all its tabs have the same id. */
describe('the calculator', () => {
  it('may offer right behind its announcement', async () => {
    const other = await server.announced('other');
    const page = await server.open('');
    const user_data = { type: 'calculator' };
    const announce = { peer_id: 'calculator-client', capabilities: ['audio', 'data'], user_data };
    const offer = { from: 'calculator-client', to: 'other', sdp: OFFER_SDP, can_trickle_ice_candidates: true };
    page.send({ jsonrpc: '2.0', id: 'announce-1', method: 'peer.announce', params: announce });
    page.send({ jsonrpc: '2.0', id: 'offer-1', method: 'peer.offer', params: offer });
    for (const number of [1, 2]) {
      const candidate = { candidate: CANDIDATE, sdp_mid: '0', sdp_m_line_index: 0 };
      const params = { from: 'calculator-client', to: 'other', ...candidate };
      page.send({ jsonrpc: '2.0', id: `ice-${number}`, method: 'peer.ice_candidate', params });
    }
    expect((await page.response('offer-1')).result).toMatchObject({ success: true });
    expect((await page.response('ice-2')).result).toMatchObject({ success: true });
    expect((await other.notification('peer.offer')).params).toMatchObject({ from: 'calculator-client' });
    expect((await other.notification('peer.ice_candidate')).params).toMatchObject({ candidate: CANDIDATE });
    expect((await other.notification('peer.ice_candidate')).params).toMatchObject({ candidate: CANDIDATE });
  });

  it('is told that its id is taken, and the first tab stays', async () => {
    const first = await server.announced('calculator-client');
    const second = await server.open('');
    const announce = { peer_id: 'calculator-client', capabilities: ['audio', 'data'], user_data: { type: 'x' } };
    second.send({ jsonrpc: '2.0', id: 'announce-1', method: 'peer.announce', params: announce });
    const { error } = await second.response('announce-1');
    expect(error).toMatchObject({ code: -32_602, message: expect.stringContaining('already announced') });
    first.send({ jsonrpc: '2.0', id: 2, method: 'peer.list', params: {} });
    expect((await first.response(2)).result).toMatchObject({ count: 1 });
  });
});

/** Upstream's page for tests in a browser: it waits for the bare names of who comes and goes. */
describe('the page that names itself', () => {
  it('hears both names of who joined and left', async () => {
    const page = await server.open('');
    const user_data = { client: 'browser-e2e' };
    const announce = { peer_id: 'e2e-page', capabilities: ['audio', 'video', 'data'], user_data };
    page.send({ jsonrpc: '2.0', id: 'req-1', method: 'peer.announce', params: announce });
    expect((await page.response('req-1')).result).toMatchObject({ success: true });
    const other = await server.announced('other');
    expect((await page.notification('peer_joined')).params).toMatchObject({ peer_id: 'other' });
    expect((await page.notification('peer.joined')).params).toMatchObject({ peer_id: 'other' });
    other.close();
    expect((await page.notification('peer_left')).params).toMatchObject({ peer_id: 'other' });
    expect((await page.notification('peer.left')).params).toMatchObject({ peer_id: 'other' });
  });

  it('trickles with and without mid and index', async () => {
    const [page, other] = [await server.announced('e2e-page'), await server.announced('other')];
    const address = { from: 'e2e-page', to: 'other' };
    const offer = { ...address, sdp: OFFER_SDP, can_trickle_ice_candidates: true };
    page.send({ jsonrpc: '2.0', id: 'req-2', method: 'peer.offer', params: offer });
    expect((await page.response('req-2')).result).toMatchObject({ success: true });
    const unplaced = { ...address, candidate: CANDIDATE, sdp_mid: null, sdp_m_line_index: null };
    page.send({ jsonrpc: '2.0', id: 'req-3', method: 'peer.ice_candidate', params: unplaced });
    expect((await page.response('req-3')).result).toMatchObject({ success: true });
    const { params } = await other.notification('peer.ice_candidate');
    expect(params).toMatchObject({ from: 'e2e-page', candidate: CANDIDATE, sdp_mid: null });
  });
});

/** Upstream's voice example: numbers for ids, and whatever has no id in its response is never matched. */
describe('the voice example', () => {
  it('is told that it is not announced when it subscribes too early', async () => {
    const page = await server.open('/ws');
    const params = { topic: '__system__.out', include_audio: false };
    page.send({ jsonrpc: '2.0', id: 1, method: 'control.subscribe', params });
    const { error } = await page.response(1);
    expect(error).toMatchObject({ code: -32_600, message: expect.stringMatching(/not announced/i) });
  });

  it('gets a response to each of its calls, so that none of them hangs', async () => {
    const page = await server.open('/ws');
    page.send({ jsonrpc: '2.0', id: 1, method: 'peer.announce', params: { peer_id: 'lfm2', capabilities: ['audio'] } });
    expect((await page.response(1)).result).toMatchObject({ success: true });
    page.send({
      jsonrpc: '2.0',
      id: 2,
      method: 'peer.offer',
      params: { from: 'lfm2', to: SERVER_PEER, sdp: OFFER_SDP },
    });
    expect((await page.response(2)).error?.message).toContain(SERVER_PEER);
    // This one comes without params, and still has an id to be answered by.
    page.send({ jsonrpc: '2.0', id: 3, method: 'control.flush_audio' });
    expect((await page.response(3)).id).toBe(3);
  });

  it('hears its own id in the candidates that are for it', async () => {
    const [page, other] = [await server.announced('lfm2'), await server.announced('other')];
    const params = { from: 'other', to: 'lfm2', candidate: CANDIDATE, sdp_mid: '0', sdp_m_line_index: 0 };
    other.send({ jsonrpc: '2.0', id: 2, method: 'peer.ice_candidate', params });
    expect((await page.notification('peer.ice_candidate')).params).toMatchObject({ from: 'other', to: 'lfm2' });
    other.send({
      jsonrpc: '2.0',
      id: 3,
      method: 'peer.answer',
      params: { from: 'other', to: 'lfm2', sdp: ANSWER_SDP },
    });
    expect((await page.notification('peer.answer')).params).toMatchObject({ to: 'lfm2', sdp: ANSWER_SDP });
  });
});
