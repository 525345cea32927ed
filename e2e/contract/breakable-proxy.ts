import { createServer, connect as openSocket, type Socket } from 'node:net';

/** A way to a local port that can be broken. */
export interface BreakableProxy {
  /** Port on 127.0.0.1 to connect to instead. */
  readonly port: number;
  /** Cuts every connection without a goodbye. New ones can be made at once. */
  cut(): void;
  /** From now on connections are accepted, or kept, and nothing that is said on them ever arrives; new ones work again after the returned function was called. */
  blackHole(): () => void;
  /** Stops. */
  close(): Promise<void>;
}

/** What a {@link BreakableProxy} lets through. */
export interface BreakableProxyOptions {
  /** Whether WebSockets pass; else their connection is cut. @default true */
  readonly passesWebSockets?: boolean;
}

/** Opens a way to 127.0.0.1:`targetPort` that can be broken. */
export async function openBreakableProxy(
  targetPort: number,
  { passesWebSockets = true }: BreakableProxyOptions = {},
): Promise<BreakableProxy> {
  const sockets = new Set<Socket>();
  /** Those whose bytes go nowhere. */
  const lost = new WeakSet<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  };
  let isHole = false;
  const server = createServer((client) => {
    if (isHole) {
      keep(client);
      client.resume();
      return;
    }
    const target = openSocket(targetPort, '127.0.0.1');
    keep(client);
    keep(target);
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    client.on('data', (bytes) => {
      if (lost.has(client)) return;
      if (!passesWebSockets && /^upgrade: websocket/im.test(bytes.toString('latin1'))) client.destroy();
      else target.write(bytes);
    });
    client.on('end', () => target.end());
    target.on('data', (bytes) => lost.has(client) || client.write(bytes));
    target.on('end', () => lost.has(client) || client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const blackHole = () => {
    isHole = true;
    for (const socket of sockets) lost.add(socket);
    return () => {
      isHole = false;
    };
  };
  const close = () => {
    cut();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, cut, blackHole, close };
}
