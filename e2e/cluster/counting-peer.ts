import { setTimeout as sleep } from 'node:timers/promises';
import { type PeerId, type SignalingChannel, toPeerId } from '@remotemedia/signaling';

const CAPABILITIES = { audio: false, video: false, data: true };
/** Wait between two numbers, in milliseconds. */
const BEAT_MS = 10;
/** Longest wait for one number to be taken, in milliseconds. */
const SEND_TIMEOUT_MS = 60_000;

/** A peer that sends the numbers 1, 2, 3 … to others and notes what it gets. */
export class CountingPeer {
  /** Its id. */
  readonly id: PeerId;
  /** Numbers that it got, by sender. */
  readonly got: Map<string, number[]> = new Map();
  /** Who came and went, and what else it heard after it entered. */
  readonly news: string[] = [];
  /** Numbers that were taken, by receiver. */
  readonly sent: Map<string, number> = new Map();
  readonly #channel: SignalingChannel;
  #isSending = true;

  constructor(id: string, channel: SignalingChannel) {
    this.id = toPeerId(id);
    this.#channel = channel;
    channel.on('signal', ({ from, signal }) => {
      if (signal.type === 'candidate') this.got.set(from, [...(this.got.get(from) ?? []), Number(signal.candidate)]);
    });
    channel.on('peerJoined', ({ id: peerId }) => this.news.push(`+${peerId}`));
    channel.on('peerLeft', (peerId) => this.news.push(`-${peerId}`));
    channel.on('dismissed', (peerId) => this.news.push(`!${peerId}`));
    channel.on('stateChange', (state) => {
      if (state.kind === 'closed') this.news.push(`closed ${state.error?.message ?? ''}`);
    });
  }

  /** Enters the room. */
  async join(room: string): Promise<void> {
    await this.#channel.join({ room, peerId: this.id, capabilities: CAPABILITIES });
  }

  /** Sends numbers to a peer until it is told to stop; says one again of which it is told that it did not arrive. */
  async count(to: CountingPeer): Promise<void> {
    for (let number = 1; this.#isSending; ) {
      try {
        const signal = { type: 'candidate', candidate: String(number), sdpMid: null, sdpMLineIndex: null } as const;
        await this.#channel.send(to.id, signal, { timeoutMs: SEND_TIMEOUT_MS });
        this.sent.set(to.id, number);
        number += 1;
      } catch (caught) {
        if (!mayTryAgain(caught)) throw caught;
      }
      await sleep(BEAT_MS);
    }
  }

  /** Sends no more. */
  stop(): void {
    this.#isSending = false;
  }

  /** Leaves. */
  async close(): Promise<void> {
    this.stop();
    await this.#channel.close();
  }
}

/** Whether a number certainly did not arrive, and may do so later. */
function mayTryAgain(caught: unknown): boolean {
  const code = caught instanceof Error && 'code' in caught ? caught.code : undefined;
  return code === 'unavailable' || code === 'resource-exhausted';
}
