import { startServer } from '@remotemedia/server';
import {
  createGrpcWebChannel,
  createWebSocketChannel,
  openChannel,
  type SignalingChannel,
} from '@remotemedia/signaling';
import { type ContractEnvironment, describeSignalingContract } from '@remotemedia/signaling/contract';
import { WebSocket as NodeWebSocket } from 'ws';
import { type BreakableProxyOptions, openBreakableProxy } from './breakable-proxy.ts';

// Node 20 has no WebSocket of its own; this one has the same interface.
Object.assign(globalThis, { WebSocket: NodeWebSocket });

/** The real server, reached through a way that can be cut. */
async function openServer(
  createChannel: (port: number) => SignalingChannel,
  options: BreakableProxyOptions = {},
): Promise<ContractEnvironment> {
  const server = await startServer({ host: '127.0.0.1', port: 0, log: () => {} });
  const proxy = await openBreakableProxy(server.port, options);
  return {
    createChannel: () => createChannel(proxy.port),
    interrupt: () => proxy.cut(),
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}

describeSignalingContract('gRPC-Web to the server', () =>
  openServer((port) => createGrpcWebChannel(`http://127.0.0.1:${port}`)),
);
describeSignalingContract('WebSocket to the server', () =>
  openServer((port) => createWebSocketChannel(`ws://127.0.0.1:${port}`)),
);

describeSignalingContract('cleartext where no WebSocket gets through', () =>
  openServer((port) => openChannel(`http://127.0.0.1:${port}`).channel, { passesWebSockets: false }),
);
