import { type Peer, WebRtcTransport } from '@remotemedia/sdk';
import { createSignalingHub } from '@remotemedia/sdk/testing';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it } from 'vitest';
import { usePeer, usePeers, useTransportState } from './index.ts';

const hub = createSignalingHub();
const undos: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of undos.splice(0).reverse()) await undo();
});

async function enter(peerId: string): Promise<WebRtcTransport> {
  const transport = await WebRtcTransport.connect({
    signaling: hub.createChannel(),
    room: 'hooks',
    peerId,
    displayName: peerId,
    getIceServers: () => [],
  });
  undos.push(() => transport.close());
  return transport;
}

function PeerLine({ peer }: { readonly peer: Peer }) {
  const { state, tracks, streams } = usePeer(peer);
  return <li>{`${peer.displayName} ${state.kind} ${tracks.length} ${streams.length}`}</li>;
}

function Room({ transport }: { readonly transport: WebRtcTransport | undefined }) {
  const state = useTransportState(transport);
  const peers = usePeers(transport);
  return (
    <ul title={state.kind}>
      {peers.map((peer) => (
        <PeerLine key={peer.id} peer={peer} />
      ))}
    </ul>
  );
}

it('shows who is there and what they send, in StrictMode, and lets go of the transport', async () => {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  undos.push(() => place.remove());
  const show = (transport: WebRtcTransport | undefined) =>
    root.render(
      <StrictMode>
        <Room transport={transport} />
      </StrictMode>,
    );
  const list = () => place.querySelector('ul');
  const lines = () => [...place.querySelectorAll('li')].map((item) => item.textContent);

  show(undefined);
  await expect.poll(() => list()?.title).toBe('connecting');
  const ada = await enter('ada');
  show(ada);
  await expect.poll(() => list()?.title).toBe('connected');

  const grace = await enter('grace');
  await expect.poll(lines, { timeout: 10_000 }).toEqual(['grace connected 0 0']);
  const canvas = document.createElement('canvas');
  canvas.getContext('2d')?.fillRect(0, 0, 10, 10);
  const stream = canvas.captureStream(5);
  undos.push(() => stream.getTracks().map((track) => track.stop()));
  await grace.publish(stream);
  await expect.poll(lines, { timeout: 10_000 }).toEqual(['grace connected 1 1']);
  await grace.unpublish(stream);
  await expect.poll(lines, { timeout: 10_000 }).toEqual(['grace connected 0 0']);
  await grace.close();
  await expect.poll(lines, { timeout: 10_000 }).toEqual([]);

  root.unmount();
  await expect.poll(() => ada.listenerCount()).toBe(0);
});
