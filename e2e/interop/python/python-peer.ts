import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Entry, type ForeignPeer, Refusal } from '../foreign-peer.ts';
import { type News, NewsList } from '../news.ts';

const SCRIPT = fileURLToPath(new URL('peer.py', import.meta.url));

/** What came of a request: a refusal has a code. */
interface Result {
  readonly code?: number;
  readonly message?: string;
  readonly peers?: readonly string[];
}

/** A line that the script says. */
interface Line {
  readonly id?: string;
  readonly result?: Result;
  readonly news?: News;
  readonly ended?: string;
}

/** A peer on Python's grpcio, in a process of its own. */
class PythonPeer implements ForeignPeer {
  readonly id: string;
  readonly news: NewsList = new NewsList();
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<string, (result: Result) => void>();
  readonly #exited: Promise<unknown>;
  #ended = 'not yet';
  #count = 0;

  constructor(python: string, descriptors: string, { serverUrl, id }: Entry) {
    this.id = id;
    const { host } = new URL(serverUrl);
    this.#process = spawn(python, [SCRIPT, host, descriptors], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#exited = once(this.#process, 'exit');
    createInterface(this.#process.stdout).on('line', (line) => this.#onLine(JSON.parse(line)));
  }

  async ask(request: object): Promise<Result> {
    this.#count += 1;
    const id = `${this.id}-${this.#count}`;
    const answered = new Promise<Result>((resolve) => this.#waiting.set(id, resolve));
    this.#process.stdin.write(`${JSON.stringify({ id, request })}\n`);
    const gone = this.#exited.then(() => Promise.reject(new Error(`the call ended with ${this.#ended}`)));
    const result = await Promise.race([answered, gone]);
    if (result.code !== undefined) throw new Refusal(result.code, result.message ?? '');
    return result;
  }

  async offer(to: string, sdp: string): Promise<void> {
    await this.ask({ offer: { to_peer_id: to, sdp, type: 'offer' } });
  }

  async answer(to: string, sdp: string): Promise<void> {
    await this.ask({ answer: { to_peer_id: to, sdp, type: 'answer' } });
  }

  async candidate(to: string, candidate: string): Promise<void> {
    await this.ask({ ice_candidate: { to_peer_id: to, candidate, sdp_mid: candidate === '' ? '' : '0' } });
  }

  async list(): Promise<readonly string[]> {
    return (await this.ask({ list_peers: {} })).peers ?? [];
  }

  async leave(): Promise<void> {
    this.#process.stdin.end();
    await this.#exited;
    if (this.#ended !== 'OK') throw new Error(`the call ended with ${this.#ended}`);
  }

  #onLine({ id = '', result, news, ended }: Line): void {
    if (news) this.news.add(news);
    if (result) this.#waiting.get(id)?.(result);
    if (ended !== undefined) this.#ended = ended;
  }
}

/**
 * How a peer enters with Python's grpcio.
 *
 * @param python path of an interpreter that has grpcio
 * @param descriptors path of a file of descriptors of all `.proto` files
 */
export function enterByPython(python: string, descriptors: string): (entry: Entry) => Promise<ForeignPeer> {
  return async (entry) => {
    const peer = new PythonPeer(python, descriptors, entry);
    await peer.ask({ announce: { peer_id: entry.id, capabilities: { data: true }, metadata: { room: entry.room } } });
    return peer;
  };
}
