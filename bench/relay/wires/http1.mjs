import { openConnection } from './raw-connection.mjs';

const EMPTY = Buffer.alloc(0);
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/**
 * The head of a POST request.
 *
 * @param {object} request
 * @param {number} request.port
 * @param {string} request.path
 * @param {string} request.headers more of them, each with its end of line
 * @param {number} request.sizeBytes of the body
 * @returns {Buffer}
 */
export function requestHead({ port, path, headers, sizeBytes }) {
  const common = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: ${sizeBytes}\r\n`;
  return Buffer.from(`${common}${headers}\r\n`);
}

/**
 * A connection that posts one request after the other and waits for each answer before the next. It is opened for the
 * first request, and again if the server closed it while there was nothing to do.
 */
export class Posts {
  #port;
  #onFault;
  /** @type {(() => Buffer)[]} */
  #waiting = [];
  /** @type {Promise<import('node:net').Socket> | undefined} */
  #socket;
  #isBusy = false;
  #isClosed = false;
  #rest = EMPTY;

  /**
   * @param {number} port
   * @param {(reason: string) => void} onFault also for an answer other than 200
   */
  constructor(port, onFault) {
    this.#port = port;
    this.#onFault = onFault;
  }

  /** @param {() => Buffer} request made when its turn comes */
  post(request) {
    this.#waiting.push(request);
    if (!this.#isBusy) this.#next();
  }

  close() {
    this.#isClosed = true;
    this.#socket?.then((socket) => socket.destroy());
  }

  #next() {
    const request = this.#waiting.shift();
    if (!request) return;
    this.#isBusy = true;
    this.#socket ??= openConnection(this.#port, {
      onChunk: (chunk) => this.#read(chunk),
      onClose: (reason) => this.#onClose(reason),
    });
    this.#socket.then(
      (socket) => socket.write(request()),
      () => {},
    );
  }

  #read(chunk) {
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : Buffer.from(chunk);
    if (!isWhole(this.#rest)) return;
    if (this.#rest.toString('latin1', 9, 12) !== '200') this.#onFault(this.#rest.toString('latin1', 0, 500));
    this.#rest = EMPTY;
    this.#isBusy = false;
    this.#next();
  }

  #onClose(reason) {
    this.#socket = undefined;
    if (this.#isBusy && !this.#isClosed) this.#onFault(reason);
  }
}

/** @param {Buffer} answer */
function isWhole(answer) {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd === -1) return false;
  const length = /content-length: *(\d+)/i.exec(answer.toString('latin1', 0, headEnd));
  if (length) return answer.length >= headEnd + HEAD_END.length + Number(length[1]);
  return answer.toString('latin1', answer.length - LAST_CHUNK.length) === LAST_CHUNK;
}
