import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HubOptions } from '../../hub/hub.ts';
import { setUpHub, type TestHub } from '../../testing/test-hub.ts';
import { WebSocketFrontEnd, type WebSocketFrontEndOptions } from '../web-socket-front-end.ts';

/** What a test has other than usual. */
export interface SocketServerOptions extends Partial<WebSocketFrontEndOptions> {
  /** Settings of the hub. */
  readonly hubOptions?: Partial<HubOptions>;
}

/** WebSockets and a hub, without the rest of the server. */
export interface SocketServer extends Omit<TestHub, 'enter' | 'resume'> {
  /** Where it listens. */
  readonly url: string;
  /** The WebSockets. */
  readonly webSockets: WebSocketFrontEnd;
  /** Ends everything. */
  close(): Promise<void>;
}

/** Starts a server on a free port: three peers a room, two rooms, a clock of the test's. */
export async function startSocketServer({ hubOptions, ...more }: SocketServerOptions = {}): Promise<SocketServer> {
  const { hub, clock, lines } = setUpHub(hubOptions);
  const timing = { heartbeatIntervalMs: 2_000, resumeGraceMs: 5_000 };
  const webSockets = new WebSocketFrontEnd({ hub, clock, timing, pingIntervalMs: 4_000, ...more });
  const server = createServer();
  server.on('upgrade', (request, socket, head) => webSockets.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    hub.close();
    webSockets.close();
    await clock.advance(1_000);
    await new Promise((resolve) => server.close(resolve));
  };
  return { hub, clock, lines, webSockets, url: `http://127.0.0.1:${port}`, close };
}
