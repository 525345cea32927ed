import type { WebRtcTransport } from '@remotemedia/sdk';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { usePeers } from './use-peers.ts';
import { useTransportState } from './use-transport-state.ts';

function Status({ transport }: { readonly transport: WebRtcTransport | undefined }) {
  return `${useTransportState(transport).kind}, ${usePeers(transport).length} peers`;
}

it('renders on a server, where there is no room yet', () => {
  expect(renderToString(<Status transport={undefined} />)).toBe('connecting, 0 peers');
});
