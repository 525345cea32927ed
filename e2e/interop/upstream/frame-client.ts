import { WebSocket } from 'ws';

/** A frame from the server; what is in it is for the tests to say. */
export interface Frame {
  /** Of a response. */
  readonly id?: unknown;
  /** Of a response that went well. */
  readonly result?: Readonly<Record<string, unknown>>;
  /** Of a response that did not. */
  readonly error?: { readonly code: number; readonly message: string };
  /** Of a notification. */
  readonly method?: string;
  /** Of a notification. */
  readonly params?: Readonly<Record<string, unknown>>;
}

const WAIT_MS = 5_000;

/** A client that sends the very frames it is given, and hands out what comes, each frame once. */
export class FrameClient {
  /** Settles with the code when the socket closes. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #frames: Frame[] = [];
  #onFrame: () => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => {});
    socket.on('message', (data) => {
      this.#frames.push(JSON.parse(String(data)));
      this.#onFrame();
    });
  }

  /** Opens a socket. */
  static async open(serverUrl: string, path: string): Promise<FrameClient> {
    const client = new FrameClient(new WebSocket(serverUrl.replace('http', 'ws') + path));
    await new Promise((resolve, reject) => client.#socket.once('open', resolve).once('error', reject));
    return client;
  }

  /** Sends a frame. */
  send(frame: object): void {
    this.#socket.send(JSON.stringify(frame));
  }

  /** The response to request `id`. */
  response(id: unknown): Promise<Frame> {
    return this.#take(`the response to ${String(id)}`, (frame) => frame.method === undefined && frame.id === id);
  }

  /** The next notification of that name. */
  notification(method: string): Promise<Frame> {
    return this.#take(method, (frame) => frame.method === method);
  }

  /** Names of the notifications that came and were not asked for. */
  unread(): readonly (string | undefined)[] {
    return this.#frames.map(({ method }) => method);
  }

  /** Closes the socket as a page does that is closed. */
  close(): void {
    this.#socket.close();
  }

  async #take(what: string, isWanted: (frame: Frame) => boolean): Promise<Frame> {
    const deadlineMs = performance.now() + WAIT_MS;
    for (;;) {
      const found = this.#frames.find(isWanted);
      this.#frames = this.#frames.filter((frame) => frame !== found);
      if (found) return found;
      const restMs = deadlineMs - performance.now();
      if (restMs <= 0) throw new Error(`${what} did not come; what came is ${JSON.stringify(this.#frames)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, restMs);
        this.#onFrame = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
