import { WebSocket } from 'ws';

/** Nobody finds it by chance. */
const ROOM = 'bystanders-4f9c1d77a2e0';
const INTERVAL_MS = 20;
/** Longest time from sending to receiving, in milliseconds; longer than the server should ever be kept busy. */
const MAX_LATE_MS = 5_000;

/** Two peers who send each other numbered candidates while the server is fuzzed, and count what comes. */
export class Bystanders {
  #peers;
  #timer;
  /** @type {string[]} */
  faults = [];

  /** @param {Peer[]} peers */
  constructor(peers) {
    this.#peers = peers;
    for (const peer of peers) peer.onFault = (fault) => this.faults.length < 5 && this.faults.push(fault);
    this.#timer = setInterval(() => {
      for (const peer of peers) peer.sendNext();
    }, INTERVAL_MS);
  }

  /** @param {string} url of the server */
  static async enter(url) {
    const peers = [];
    for (const [id, to] of [
      ['anna', 'bert'],
      ['bert', 'anna'],
    ])
      peers.push(await Peer.enter(url, id, to));
    return new Bystanders(peers);
  }

  /** How many messages have come. */
  get received() {
    return this.#peers.reduce((sum, peer) => sum + peer.received, 0);
  }

  /** Sends no more, and waits until all that was sent has come. */
  async finish() {
    clearInterval(this.#timer);
    const [anna, bert] = this.#peers;
    const isDone = () => anna.sent === bert.received && bert.sent === anna.received;
    for (const end = performance.now() + MAX_LATE_MS; !isDone() && performance.now() < end; ) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (!isDone()) {
      this.faults.push(
        `bystanders sent ${anna.sent} and ${bert.sent} messages, ${bert.received} and ${anna.received} came`,
      );
    }
  }

  /** Leaves. Idempotent. */
  close() {
    clearInterval(this.#timer);
    for (const peer of this.#peers) peer.close();
  }
}

class Peer {
  sent = 0;
  received = 0;
  /** @type {(fault: string) => void} */
  onFault = () => {};
  #socket;
  #to;
  #isClosed = false;

  constructor(socket, to) {
    this.#socket = socket;
    this.#to = to;
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
    socket.on('close', (code) => this.#isClosed || this.onFault(`a bystander was thrown out with ${code}`));
    socket.on('error', () => {});
  }

  static async enter(url, id, to) {
    const socket = new WebSocket(url.replace('http', 'ws'));
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const params = { peer_id: id, capabilities: ['data'], user_data: { room: ROOM } };
    const answer = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'peer.announce', params }));
    const { error } = await answer;
    if (error) throw new Error(`a bystander could not enter: ${error.message}`);
    return new Peer(socket, to);
  }

  sendNext() {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.sent += 1;
    const candidate = `candidate:${this.sent} 1 udp 1 192.0.2.1 9 typ host x-ms ${Math.round(performance.now())}`;
    const params = { to: this.#to, candidate, sdp_mid: '0', sdp_m_line_index: 0 };
    this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id: this.sent, method: 'peer.ice_candidate', params }));
  }

  #take({ method, params, error }) {
    if (error) this.onFault(`a bystander was refused: ${JSON.stringify(error)}`);
    if (method !== 'peer.ice_candidate') return;
    this.received += 1;
    const words = String(params.candidate).split(' ');
    if (words[0] !== `candidate:${this.received}`)
      this.onFault(`a bystander got ${words[0]} as number ${this.received}`);
    const lateMs = performance.now() - Number(words.at(-1));
    if (lateMs > MAX_LATE_MS) this.onFault(`a bystander's message took ${Math.round(lateMs)} ms`);
  }

  close() {
    this.#isClosed = true;
    this.#socket.terminate();
  }
}
