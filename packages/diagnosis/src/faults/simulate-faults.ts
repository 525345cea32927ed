import { type Clock, Emitter, SdkError, systemClock, type Undo } from '@remotemedia/base';
import type { ConnectionFaults } from './connection-faults.ts';
import { loadCpu } from './cpu-load.ts';
import type { SignalingFaults } from './faulty-signaling.ts';
import type { FaultyTokens } from './faulty-tokens.ts';
import { loseDevice } from './lose-device.ts';

/** A fault. What each does in truth, and what it only shows, is said where it is made. */
export type Fault =
  /** The way to the signaling server is cut. */
  | { readonly kind: 'signalingLost' }
  /** The signaling server forgets everybody and comes back. */
  | { readonly kind: 'serverRestarted' }
  /** The server ends our stay, because the token ran out, and no new one is good. */
  | { readonly kind: 'tokenExpired' }
  /** The path to one peer is cut. */
  | { readonly kind: 'peerCut'; readonly peerId: string; readonly failAfterMs?: number }
  /** Our side of the connection to one peer dies without a word to ourselves; the other side notices. */
  | { readonly kind: 'connectionLost'; readonly peerId: string }
  /** The network is away. */
  | { readonly kind: 'networkLost'; readonly failAfterMs?: number }
  /** Data channels are slow, or held altogether. */
  | { readonly kind: 'dataSlow'; readonly peerId?: string; readonly label?: string; readonly bytesPerSecond?: number }
  /** Other programs want the processor. */
  | { readonly kind: 'cpuLoad'; readonly share?: number; readonly cores?: number }
  /** A device is pulled out. */
  | { readonly kind: 'deviceLost'; readonly track: MediaStreamTrack };

/** A fault that goes on. */
export interface ActiveFault {
  /** What it is. */
  readonly fault: Fault;
  /** Ends it. Calling it again does nothing. */
  end(): void;
}

/** What faults are made in; each fault says what it needs. */
export interface FaultTarget {
  /** Of `createFaultySignaling`: for `signalingLost`, `networkLost`, `tokenExpired`. */
  readonly signaling?: SignalingFaults | undefined;
  /** Whoever can restart the server: the memory hub, or a function that talks to a test's server. For `serverRestarted`. */
  readonly server?: { restart(): void } | undefined;
  /** Of `createFaultyTokens`: for `tokenExpired`. */
  readonly tokens?: FaultyTokens | undefined;
  /** For `peerCut`, `networkLost`, `dataSlow`. */
  readonly connections?: ConnectionFaults | undefined;
  /** Who is connected; a transport has it. For faults with a `peerId`. */
  readonly transport?:
    | { readonly peers: readonly { readonly id: string; readonly connection: RTCPeerConnection }[] }
    | undefined;
}

/** What a {@link FaultSimulator} announces. */
export type FaultEvents = {
  /** A fault began or ended: those that go on. */
  change: readonly ActiveFault[];
};

/** Makes faults for tests and demos, and ends them. Whoever makes one closes it. */
export class FaultSimulator extends Emitter<FaultEvents> {
  readonly #target: FaultTarget;
  readonly #clock: Clock;
  readonly #active = new Set<ActiveFault>();

  /** @param target what faults are made in */
  constructor(target: FaultTarget, clock: Clock) {
    super();
    this.#target = target;
    this.#clock = clock;
  }

  /** Faults that go on, in the order in which they began. */
  get active(): readonly ActiveFault[] {
    return [...this.#active];
  }

  /**
   * Begins a fault; it ends by itself after `forMs` milliseconds, or with `end()`.
   *
   * @throws {SdkError} `failed-precondition` when the target lacks what the fault needs, `not-found` for a peer that is not
   *   here, `invalid-argument` for a number out of range
   */
  start(fault: Fault, { forMs }: { readonly forMs?: number | undefined } = {}): ActiveFault {
    const undo = this.#begin(fault);
    let stopTimer: Undo = () => {};
    const active: ActiveFault = {
      fault,
      end: () => {
        if (!this.#active.delete(active)) return;
        stopTimer();
        undo();
        this.emit('change', this.active);
      },
    };
    this.#active.add(active);
    if (forMs !== undefined) stopTimer = this.#clock.after(forMs, () => active.end());
    this.emit('change', this.active);
    return active;
  }

  /** Ends all faults. Calling it again does nothing. */
  close(): void {
    for (const { end } of this.active) end();
    this.removeAllListeners();
  }

  #begin(fault: Fault): Undo {
    const { kind } = fault;
    switch (fault.kind) {
      case 'signalingLost':
        return needed(kind, 'signaling', this.#target.signaling).lose();
      case 'serverRestarted':
        needed(kind, 'server', this.#target.server).restart();
        return () => {};
      case 'tokenExpired':
        return this.#expireToken(kind);
      case 'peerCut':
        return needed(kind, 'connections', this.#target.connections).cut(this.#connectionOf(kind, fault.peerId), fault);
      case 'connectionLost':
        this.#connectionOf(kind, fault.peerId).close();
        return () => {};
      case 'networkLost':
        return this.#loseNetwork(kind, fault);
      case 'dataSlow': {
        const { peerId, label, bytesPerSecond } = fault;
        const connection = peerId === undefined ? undefined : this.#connectionOf(kind, peerId);
        return needed(kind, 'connections', this.#target.connections).hold({ connection, label, bytesPerSecond });
      }
      case 'cpuLoad':
        return loadCpu(fault);
      case 'deviceLost':
        return loseDevice(fault.track);
    }
  }

  #expireToken(kind: string): Undo {
    const undo = needed(kind, 'tokens', this.#target.tokens).expire();
    this.#target.signaling?.end(new SdkError('unauthenticated', 'the token ran out, as a simulated fault'));
    return undo;
  }

  #loseNetwork(kind: string, fault: { readonly failAfterMs?: number }): Undo {
    const undos = [needed(kind, 'connections', this.#target.connections).goOffline(fault)];
    // Without it, signaling is left alone.
    if (this.#target.signaling) undos.unshift(this.#target.signaling.lose());
    return () => {
      for (const undo of undos) undo();
    };
  }

  #connectionOf(kind: string, peerId: string): RTCPeerConnection {
    const peer = needed(kind, 'transport', this.#target.transport).peers.find(({ id }) => id === peerId);
    if (!peer) throw new SdkError('not-found', `there is no connection to a peer ${peerId}`);
    return peer.connection;
  }
}

/** Makes a {@link FaultSimulator}. */
export function simulateFaults(
  target: FaultTarget,
  { clock = systemClock }: { readonly clock?: Clock | undefined } = {},
): FaultSimulator {
  return new FaultSimulator(target, clock);
}

function needed<Part>(kind: string, name: keyof FaultTarget, part: Part | undefined): Part {
  if (part !== undefined) return part;
  throw new SdkError('failed-precondition', `the fault ${kind} needs "${name}" in what simulateFaults() was given`);
}
