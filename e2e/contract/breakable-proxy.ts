import { createServer, connect as openSocket, type Socket } from 'node:net';

/** A way to a local port that can be broken. */
export interface BreakableProxy {
  /** Port on 127.0.0.1 to connect to instead. */
  readonly port: number;
  /** Cuts every connection without a goodbye. New ones can be made at once. */
  cut(): void;
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
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  };
  const server = createServer((client) => {
    const target = openSocket(targetPort, '127.0.0.1');
    keep(client);
    keep(target);
    client.on('close', () => target.destroy());
    target.on('close', () => client.destroy());
    client.on('data', (bytes) => {
      if (!passesWebSockets && /^upgrade: websocket/im.test(bytes.toString('latin1'))) client.destroy();
      else target.write(bytes);
    });
    client.on('end', () => target.end());
    target.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const close = () => {
    cut();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port, cut, close };
}
