import type { WebRtcTransport } from '@remotemedia/sdk';
import type { MessageCount } from './hooks.ts';

const PREFIX = 'number ';

/** Numbered messages to and from every peer. */
export class Messages {
  readonly #transport: WebRtcTransport;
  readonly #counts = new Map<string, Count>();
  #timer = 0;

  constructor(transport: WebRtcTransport) {
    this.#transport = transport;
    transport.on('data', ({ peer, data }) => {
      if (typeof data === 'string' && data.startsWith(PREFIX))
        this.#of(peer.id).took(Number(data.slice(PREFIX.length)));
    });
  }

  /** Sends the next number to each connected peer every so often. */
  start(everyMs: number): void {
    this.#timer = window.setInterval(() => {
      for (const { id, state } of this.#transport.peers) {
        if (state.kind !== 'connecting') this.#send(id);
      }
    }, everyMs);
  }

  /** Sends no more. */
  stop(): void {
    clearInterval(this.#timer);
  }

  /** What became of those to and from a peer. */
  of(peerId: string): MessageCount {
    const { sent, received, repeated, disordered, failures } = this.#of(peerId);
    return { sent, received, repeated, disordered, failures };
  }

  #of(peerId: string): Count {
    const count = this.#counts.get(peerId) ?? new Count();
    this.#counts.set(peerId, count);
    return count;
  }

  #send(peerId: string): void {
    const count = this.#of(peerId);
    const number = count.sent;
    count.sent += 1;
    this.#transport.sendToPeer(peerId, `${PREFIX}${number}`).catch((error: unknown) => {
      count.failures.push(`${number}: ${String(error)}`);
    });
  }
}

class Count {
  sent = 0;
  received = 0;
  repeated = 0;
  disordered = 0;
  readonly failures: string[] = [];
  readonly #seen = new Set<number>();
  #latest = -1;

  took(number: number): void {
    this.received += 1;
    if (this.#seen.has(number)) this.repeated += 1;
    else if (number < this.#latest) this.disordered += 1;
    this.#seen.add(number);
    this.#latest = Math.max(this.#latest, number);
  }
}
