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

/** Opens a way to 127.0.0.1:`targetPort` that can be broken. */
export async function openBreakableProxy(targetPort: number): Promise<BreakableProxy> {
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
    client.pipe(target).pipe(client);
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
