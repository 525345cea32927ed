import { type ClientOptions, WebSocket } from 'ws';

/** A frame from the server, parsed. */
export type Frame = Readonly<Record<string, unknown>>;

/** How a {@link FrameClient} connects. */
export interface FrameClientOptions extends ClientOptions {
  /** @default '/' */
  readonly path?: string;
  /** Subprotocols. @default none */
  readonly protocols?: readonly string[];
}

/** A WebSocket that sends frames as they are given, and keeps what comes. */
export class FrameClient {
  /** The socket. */
  readonly socket: WebSocket;
  /** Every frame that came, parsed. */
  readonly frames: unknown[] = [];
  /** Settles with code and reason when the socket closes. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  #read = 0;
  #onFrame: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })),
    );
    socket.on('error', () => {});
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)));
      this.#onFrame();
    });
  }

  /** Connects. Rejects with the answer's status when the server refuses. */
  static async open(serverUrl: string, options: FrameClientOptions = {}): Promise<FrameClient> {
    const { path = '/', protocols = [], ...more } = options;
    const socket = new WebSocket(serverUrl.replace(/^http/, 'ws') + path, [...protocols], more);
    const client = new FrameClient(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('unexpected-response', (_request, { statusCode, headers }) => {
        reject(Object.assign(new Error(`refused: ${statusCode}`), { statusCode, headers }));
        socket.terminate();
      });
    });
    return client;
  }

  /** Sends a frame: text as it is, anything else as its JSON. */
  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame that was not returned before. Rejects after three seconds. */
  async next(): Promise<unknown> {
    const deadlineMs = Date.now() + 3_000;
    while (this.#read >= this.frames.length) {
      const restMs = deadlineMs - Date.now();
      if (restMs <= 0) throw new Error('no frame came');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs);
        this.#onFrame = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#read += 1;
    return this.frames[this.#read - 1];
  }

  /** Sends a frame and waits for the next one. */
  ask(frame: unknown): Promise<unknown> {
    this.send(frame);
    return this.next();
  }

  /** Sends a call and waits for the next frame. */
  call(method: string, params?: unknown, id: unknown = 1): Promise<unknown> {
    return this.ask({ jsonrpc: '2.0', id, method, params });
  }

  /** What came that was not returned yet, once the server has dealt with all that was sent. */
  async rest(): Promise<unknown[]> {
    const before = this.frames.length;
    this.send({ jsonrpc: '2.0', id: 'the last', method: 'ping' });
    await this.#until((frame) => frame['id'] === 'the last', before);
    const rest = this.frames.slice(this.#read).filter((frame) => (frame as Frame)['id'] !== 'the last');
    this.#read = this.frames.length;
    return rest;
  }

  async #until(isIt: (frame: Frame) => boolean, from: number): Promise<void> {
    const deadlineMs = Date.now() + 3_000;
    while (!this.frames.slice(from).some((frame) => isIt(frame as Frame))) {
      if (Date.now() > deadlineMs) throw new Error('no answer came');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}
