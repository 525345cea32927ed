import { connect } from 'node:net';

const ANSWER_TIMEOUT_MS = 10_000;

/** A connection without any protocol. Nothing that comes is kept longer than it takes to look for something in it. */
export class RawConnection {
  #socket;
  #isClosed = false;
  /** The end of what came. */
  #tail = '';
  /** @type {(() => void) | undefined} */
  #onChange;

  /** @param {string} url of the server */
  constructor(url) {
    this.#socket = connect(Number(new URL(url).port), '127.0.0.1');
    this.#socket.on('error', () => {});
    this.#socket.on('data', (data) => {
      this.#tail = (this.#tail + data.toString('latin1')).slice(-4_096);
      this.#onChange?.();
    });
    this.#socket.once('close', () => {
      this.#isClosed = true;
      this.#onChange?.();
    });
  }

  get isClosed() {
    return this.#isClosed;
  }

  /** @param {string | Uint8Array} bytes */
  write(bytes) {
    if (!this.#isClosed) this.#socket.write(bytes);
  }

  /**
   * Waits until `text` has come, or the server has closed the connection.
   *
   * @param {string} text
   * @param {number} [timeoutMs]
   * @returns {Promise<boolean>} whether one of both happened in time
   */
  async until(text, timeoutMs = ANSWER_TIMEOUT_MS) {
    const isDone = () => this.#isClosed || this.#tail.includes(text);
    if (isDone()) return true;
    return new Promise((resolve) => {
      const finish = (/** @type {boolean} */ done) => {
        clearTimeout(timer);
        this.#onChange = undefined;
        resolve(done);
      };
      const timer = setTimeout(() => finish(false), timeoutMs);
      this.#onChange = () => isDone() && finish(true);
    });
  }

  close() {
    this.#socket.destroy();
  }
}
