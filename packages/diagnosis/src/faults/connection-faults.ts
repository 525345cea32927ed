import { type Clock, SdkError, systemClock, type Undo } from '@remotemedia/base';
import { ChannelGate } from './channel-gate.ts';

/** How a connection is cut. */
export interface CutOptions {
  /** How long it is `disconnected` before it is `failed`, in milliseconds; browsers take some 15 s. @default 15_000 */
  readonly failAfterMs?: number | undefined;
}

/** Which data channels are held, and how much. */
export interface HoldOptions {
  /** Only channels of this connection. @default all */
  readonly connection?: RTCPeerConnection | undefined;
  /** Only channels with this label. @default all */
  readonly label?: string | undefined;
  /** Bytes that still go through each second; 0 for none. @default 0 */
  readonly bytesPerSecond?: number | undefined;
}

const STATES = ['connectionState', 'iceConnectionState'] as const;

/**
 * Faults of connections that a page makes from now on: it puts a class of its own in the place of `RTCPeerConnection`
 * until it is closed. A page cannot keep packets from passing. So a connection that is *cut* here only looks cut: its
 * states say so, and its data channels hold what is sent and what comes. Its media flow on, and the browser's own recovery
 * has nothing to do. For the real thing take the network away.
 */
export class ConnectionFaults {
  readonly #clock: Clock;
  readonly #real: typeof RTCPeerConnection;
  readonly #gates = new Map<RTCPeerConnection, Map<RTCDataChannel, ChannelGate>>();
  readonly #cuts = new Map<RTCPeerConnection, Undo>();
  readonly #holds = new Set<Undo>();
  #isOffline = false;
  #closed = false;

  /** @throws {SdkError} `unimplemented` without WebRTC */
  constructor({ clock = systemClock }: { readonly clock?: Clock | undefined } = {}) {
    if (!('RTCPeerConnection' in globalThis)) throw new SdkError('unimplemented', 'there is no RTCPeerConnection here');
    this.#clock = clock;
    this.#real = RTCPeerConnection;
    const adopt = (connection: RTCPeerConnection) => this.#adopt(connection);
    globalThis.RTCPeerConnection = class extends this.#real {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        adopt(this);
      }
    };
  }

  /** Connections that are open and were made since. */
  get connections(): readonly RTCPeerConnection[] {
    this.#forgetClosed();
    return [...this.#gates.keys()];
  }

  /**
   * Makes a connection look cut until the returned function is called.
   *
   * @throws {SdkError} `not-found` for a connection that was made before
   */
  cut(connection: RTCPeerConnection, { failAfterMs = 15_000 }: CutOptions = {}): Undo {
    if (!this.#gates.has(connection)) {
      throw new SdkError('not-found', 'this connection was made before faults were put in; make it after that');
    }
    this.#cuts.get(connection)?.();
    const release = this.hold({ connection });
    const isNew = connection.connectionState === 'new' || connection.connectionState === 'connecting';
    force(connection, isNew ? 'connecting' : 'disconnected');
    const stopTimer = this.#clock.after(failAfterMs, () => force(connection, 'failed'));
    const undo = () => {
      if (this.#cuts.get(connection) !== undo) return;
      this.#cuts.delete(connection);
      stopTimer();
      release();
      unforce(connection);
    };
    this.#cuts.set(connection, undo);
    return undo;
  }

  /** As if the network was away until the returned function is called: all connections are cut, also those made meanwhile. */
  goOffline(options: CutOptions = {}): Undo {
    this.#isOffline = true;
    const undos = this.connections.map((connection) => this.cut(connection, options));
    setOnline(false);
    return () => {
      this.#isOffline = false;
      setOnline(true);
      for (const undo of [...undos, ...this.#cuts.values()]) undo();
    };
  }

  /** Holds data channels, closed or narrow, until the returned function is called. */
  hold({ connection, label, bytesPerSecond = 0 }: HoldOptions = {}): Undo {
    const all = connection ? [this.#gates.get(connection) ?? new Map()] : [...this.#gates.values()];
    const undos = all
      .flatMap((gates) => [...gates])
      .filter(([channel]) => label === undefined || channel.label === label)
      .map(([, gate]) => gate.hold(bytesPerSecond));
    const release = () => {
      this.#holds.delete(release);
      for (const undo of undos) undo();
    };
    this.#holds.add(release);
    return release;
  }

  /** Ends all faults and puts the real class back. Connections stay as they are. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const undo of [...this.#cuts.values(), ...this.#holds]) undo();
    if (this.#isOffline) setOnline(true);
    globalThis.RTCPeerConnection = this.#real;
    this.#gates.clear();
  }

  #adopt(connection: RTCPeerConnection): void {
    if (this.#closed) return;
    this.#forgetClosed();
    const gates = new Map<RTCDataChannel, ChannelGate>();
    this.#gates.set(connection, gates);
    const create = connection.createDataChannel.bind(connection);
    const adopt = (channel: RTCDataChannel) => {
      gates.set(channel, new ChannelGate(channel, this.#clock));
      return channel;
    };
    const value = (label: string, init?: RTCDataChannelInit) => adopt(create(label, init));
    Object.defineProperty(connection, 'createDataChannel', { configurable: true, writable: true, value });
    // First of all listeners, so that nobody has the channel before its gate does.
    connection.addEventListener('datachannel', ({ channel }) => adopt(channel));
    if (this.#isOffline) this.cut(connection);
  }

  #forgetClosed(): void {
    for (const connection of this.#gates.keys()) {
      if (connection.signalingState !== 'closed') continue;
      this.#cuts.get(connection)?.();
      this.#gates.delete(connection);
    }
  }
}

function force(connection: RTCPeerConnection, state: 'connecting' | 'disconnected' | 'failed'): void {
  // A connection that its owner closed is closed, whatever else.
  const get = () => (connection.signalingState === 'closed' ? 'closed' : state);
  const ice = state === 'connecting' ? 'checking' : state;
  const getIce = () => (connection.signalingState === 'closed' ? 'closed' : ice);
  Object.defineProperty(connection, 'connectionState', { configurable: true, get });
  Object.defineProperty(connection, 'iceConnectionState', { configurable: true, get: getIce });
  announce(connection);
}

function unforce(connection: RTCPeerConnection): void {
  for (const name of STATES) Reflect.deleteProperty(connection, name);
  announce(connection);
}

function announce(connection: RTCPeerConnection): void {
  if (connection.signalingState === 'closed') return;
  for (const name of STATES) connection.dispatchEvent(new Event(name.toLowerCase().replace('state', 'statechange')));
}

/** What a page hears when the system loses its network. Source: HTML §9.4. */
function setOnline(isOnline: boolean): void {
  if (isOnline) Reflect.deleteProperty(navigator, 'onLine');
  else Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
  globalThis.dispatchEvent(new Event(isOnline ? 'online' : 'offline'));
}
