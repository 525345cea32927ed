import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Undo } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import { WebSocketServer } from 'ws';
import { ANYONE, type Grant } from '../access/grant.ts';
import type { CrossOrigin } from '../http/cross-origin.ts';
import { type RemoteAddresses, remoteAddressOf } from '../http/remote-address.ts';
import { closing, draining } from '../hub/closing.ts';
import type { Surroundings } from './session-state.ts';
import { AnnouncedClose } from './socket/announced-close.ts';
import { Connection } from './socket/connection.ts';
import { chooseProtocol, refuseHandshake, tokenOf } from './socket/handshake.ts';
import { Turn } from './socket/turn.ts';

/** Settings of a {@link WebSocketFrontEnd}. */
export interface WebSocketFrontEndOptions extends Pick<Surroundings, 'hub' | 'clock' | 'timing'> {
  /** What a bearer token allows. @throws {SdkError} `unauthenticated`, `unavailable` @default everything, for anyone */
  readonly authenticate?: Surroundings['authenticate'] | undefined;
  /** The STUN and TURN servers that a peer is told of when it announces. @default none */
  readonly iceServersFor?: Surroundings['iceServersFor'] | undefined;
  /** Time between two signs of life that are asked of each socket, in milliseconds. */
  readonly pingIntervalMs: number;
  /** Refuses pages of other origins. @default all may come */
  readonly crossOrigin?: CrossOrigin | undefined;
  /** Where requests come from. @default where their connections do */
  readonly addresses?: RemoteAddresses | undefined;
  /** Counts a new connection. @throws {SdkError} `resource-exhausted` @default there is no limit */
  readonly takeConnection?: ((address: string) => void) | undefined;
}

/** All WebSockets of one server, on any path. */
export class WebSocketFrontEnd {
  readonly #options: WebSocketFrontEndOptions;
  readonly #surroundings: Surroundings;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: chooseProtocol,
    WebSocket: AnnouncedClose,
  });
  readonly #turn = new Turn();
  readonly #connections = new Set<Connection>();
  #stopPings: Undo | undefined;
  #isClosed = false;

  /** @param options see {@link WebSocketFrontEndOptions} */
  constructor(options: WebSocketFrontEndOptions) {
    const { hub, clock, timing, authenticate = () => ANYONE } = options;
    const { iceServersFor = () => ({ iceServers: [], expiresInMs: 0 }) } = options;
    this.#options = options;
    this.#surroundings = { hub, clock, timing, authenticate, iceServersFor };
  }

  /** WebSockets that are open. */
  get openSockets(): number {
    return this.#connections.size;
  }

  /**
   * Takes a request to become a WebSocket over. One that is malformed is answered with 400, one without the right to
   * come in with 401, 403, 429 or 503.
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { crossOrigin, addresses } = this.#options;
    if (crossOrigin?.refuseUpgrade(request, socket)) return;
    const address = addresses?.of(request) ?? remoteAddressOf(request);
    try {
      const grant = this.#admit(request, address);
      if (!(grant instanceof Promise)) {
        this.#accept(request, socket, head, { address, grant });
        return;
      }
      grant.then(
        (known) => this.#accept(request, socket, head, { address, grant: known }),
        (caught: unknown) => refuseHandshake(socket, caught),
      );
    } catch (caught) {
      refuseHandshake(socket, caught);
    }
  }

  /** Closes all WebSockets; the clients are told to come back, through another server. Calling it again does nothing. */
  drain(): void {
    for (const connection of [...this.#connections]) connection.close(draining());
  }

  /** Closes all WebSockets; the clients are told that the server is going away. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    for (const connection of [...this.#connections]) connection.close(closing());
  }

  #admit({ headers }: IncomingMessage, address: string): Grant | undefined | Promise<Grant> {
    if (this.#surroundings.hub.isDraining) throw draining();
    this.#options.takeConnection?.(address);
    const token = tokenOf({ headers });
    // Without a token here, one may still come with the first call.
    return token === undefined ? undefined : this.#surroundings.authenticate(token);
  }

  #accept(request: IncomingMessage, stream: Duplex, head: Buffer, who: Who): void {
    if (this.#isClosed || this.#surroundings.hub.isDraining) {
      refuseHandshake(stream, closing());
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket: AnnouncedClose) => {
      const parts = { socket, stream, turn: this.#turn, ...who, onGone: this.#forget };
      this.#connections.add(new Connection(parts, this.#surroundings));
      this.#armPings();
    });
  }

  readonly #forget = (connection: Connection): void => {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    this.#stopPings?.();
    this.#stopPings = undefined;
  };

  #armPings(): void {
    this.#stopPings ??= this.#options.clock.after(this.#options.pingIntervalMs, () => {
      this.#stopPings = undefined;
      for (const connection of [...this.#connections]) connection.checkAlive();
      if (this.#connections.size > 0) this.#armPings();
    });
  }
}

interface Who {
  readonly address: string;
  readonly grant: Grant | undefined;
}
