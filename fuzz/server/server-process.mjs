import { fork } from 'node:child_process';
import { once } from 'node:events';

const START_TIMEOUT_MS = 20_000;
const ANSWER_TIMEOUT_MS = 15_000;

/** What the server says of itself. @typedef {{ usedBytes: number, rssBytes: number, stats: Record<string, number> }} Look */

/** The server in a process of its own. */
export class ServerProcess {
  #child;
  /** Where it listens. */
  url = '';
  /** How it ended, while it should not have; `undefined` as long as it runs. @type {string | undefined} */
  ended;

  /** @param {import('node:child_process').ChildProcess} child */
  constructor(child) {
    this.#child = child;
    child.once('exit', (code, signal) => {
      this.ended = `the server ended with ${signal ?? `code ${code}`}`;
    });
  }

  /** @param {string} file the built module that serves */
  static async start(file) {
    const child = fork(file, [], { execArgv: ['--expose-gc'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const server = new ServerProcess(child);
    const { url } = await server.#message(START_TIMEOUT_MS);
    server.url = url;
    return server;
  }

  /** @returns {Promise<Look>} */
  look() {
    const answer = this.#message(ANSWER_TIMEOUT_MS);
    this.#child.send('look');
    return answer;
  }

  async close() {
    if (this.ended !== undefined) return;
    const exit = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5_000);
    await exit;
    clearTimeout(timer);
  }

  async #message(timeoutMs) {
    const controller = new AbortController();
    const abort = () => controller.abort();
    const timer = setTimeout(abort, timeoutMs);
    this.#child.once('exit', abort);
    try {
      const [message] = await once(this.#child, 'message', { signal: controller.signal });
      return message;
    } catch {
      throw new Error(this.ended ?? `the server did not answer within ${timeoutMs} ms`);
    } finally {
      clearTimeout(timer);
      this.#child.off('exit', abort);
    }
  }
}
