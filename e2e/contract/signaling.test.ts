import type { SdkError } from '@remotemedia/base';
import { startServer } from '@remotemedia/server';
import {
  createGrpcWebChannel,
  createWebSocketChannel,
  openChannel,
  type SignalingChannel,
  type WireChannelOptions,
} from '@remotemedia/signaling';
import { type ContractEnvironment, describeSignalingContract } from '@remotemedia/signaling/contract';
import { WebSocket as NodeWebSocket } from 'ws';
import { type BreakableProxyOptions, openBreakableProxy } from './breakable-proxy.ts';

// Node 20 has no WebSocket of its own; this one has the same interface.
Object.assign(globalThis, { WebSocket: NodeWebSocket });

/** The real server, reached through a way that can be cut. */
async function openServer(
  createChannel: (port: number, options: WireChannelOptions) => SignalingChannel,
  proxyOptions: BreakableProxyOptions = {},
): Promise<ContractEnvironment> {
  let refusal: SdkError | undefined;
  const onJoin = () => {
    if (refusal) throw refusal;
  };
  const settings = { host: '127.0.0.1', log: () => {}, heartbeatIntervalMs: 500, handlers: { onJoin } };
  let server = await startServer({ ...settings, port: 0 });
  const proxy = await openBreakableProxy(server.port, proxyOptions);
  return {
    createChannel: (options = {}) => createChannel(proxy.port, options),
    interrupt: () => proxy.cut(),
    blackHole: () => proxy.blackHole(),
    async restart() {
      const { port } = server;
      proxy.cut();
      await server.close();
      server = await startServer({ ...settings, port });
    },
    refuse(error) {
      refusal = error;
      return () => {
        refusal = undefined;
      };
    },
    close: async () => {
      await proxy.close();
      await server.close();
    },
  };
}

describeSignalingContract('gRPC-Web to the server', () =>
  openServer((port, options) => createGrpcWebChannel(`http://127.0.0.1:${port}`, options)),
);
describeSignalingContract('WebSocket to the server', () =>
  openServer((port, options) => createWebSocketChannel(`ws://127.0.0.1:${port}`, options)),
);

describeSignalingContract('cleartext where no WebSocket gets through', () =>
  openServer((port, options) => openChannel(`http://127.0.0.1:${port}`, options).channel, { passesWebSockets: false }),
);
