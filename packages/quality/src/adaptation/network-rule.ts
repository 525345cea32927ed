import { applyBitrateAction, bitrateAction, INITIAL_BITRATE, type PeerBitrateState } from '../score/peer-bitrate.ts';

/** Least time between two steps down, in milliseconds: the other side reports about once a second. */
const DOWN_EVERY_MS = 2_000;
/** Least time between two steps up, in milliseconds. */
const UP_EVERY_MS = 5_000;
/** Steps down that were asked for at the least bitrate before sound gets less, too. */
const WORST_AFTER = 3;
/** What is sent may be this much more than what the browser thinks possible, so that it can find out more. */
const HEADROOM = 1.25;
/** How much the browser's own estimate may grow in a second once it holds nothing back. */
const CLIMB_PER_SECOND = 1.1;
/** Least that its estimate is taken for, in kilobits per second: from nothing there would be no way up. */
const LEAST_ESTIMATE_KBPS = 30;

/** What one round tells of the way to a peer. */
export interface NetworkSigns {
  /** Share of our packets that got lost, 0–1; `undefined` when the peer did not say. */
  readonly packetLoss: number | undefined;
  /** Round trip in milliseconds. */
  readonly roundTripTimeMs: number | undefined;
  /** What the browser believes it may send, in kilobits per second. */
  readonly availableKbps: number | undefined;
  /** Whether an encoder says that the network holds it back. */
  readonly isLimited: boolean;
}

/** Why not more is sent to a peer: lost packets, slow ones, or because nothing else was tried yet. */
export type NetworkReason = 'loss' | 'rtt' | 'ramp';

/** How much one peer's network takes: RemoteMedia's rules, and the browser's own estimate where it holds back. */
export class NetworkRule {
  #state: PeerBitrateState = INITIAL_BITRATE;
  #reason: NetworkReason = 'ramp';
  #bandwidthKbps: number | undefined;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #updatedAtMs: number | undefined;
  #worstCount = 0;

  /** RemoteMedia's state of this peer. */
  get state(): PeerBitrateState {
    return this.#state;
  }

  /** Why the state is not higher. */
  get reason(): NetworkReason {
    return this.#reason;
  }

  /** What the browser's estimate allows, in kilobits per second; `undefined` while it holds nothing back. */
  get bandwidthKbps(): number | undefined {
    return this.#bandwidthKbps;
  }

  /** Whether even the least was too much, again and again. */
  get isWorst(): boolean {
    return this.#worstCount >= WORST_AFTER;
  }

  /** Takes the signs of a round. */
  update(nowMs: number, signs: NetworkSigns): void {
    this.#updateBandwidth(nowMs - (this.#updatedAtMs ?? nowMs), signs);
    this.#updatedAtMs = nowMs;
    if (signs.packetLoss === undefined && signs.roundTripTimeMs === undefined) return;
    const { packetLoss = 0, roundTripTimeMs = 0 } = signs;
    const action = bitrateAction(packetLoss, roundTripTimeMs);
    const since = nowMs - this.#changedAtMs;
    if (action === 'maintain' || since < (action === 'decrease' ? DOWN_EVERY_MS : UP_EVERY_MS)) return;
    this.#changedAtMs = nowMs;
    const isLeast = this.#state.currentKbps === this.#state.minKbps;
    this.#worstCount = action === 'decrease' && isLeast ? this.#worstCount + 1 : 0;
    if (action === 'decrease') this.#reason = packetLoss > 0.1 ? 'loss' : 'rtt';
    this.#state = applyBitrateAction(this.#state, action);
  }

  #updateBandwidth(sinceMs: number, { isLimited, availableKbps }: NetworkSigns): void {
    if (isLimited && availableKbps !== undefined) {
      this.#bandwidthKbps = Math.max(LEAST_ESTIMATE_KBPS, availableKbps * HEADROOM);
    } else if (this.#bandwidthKbps !== undefined) {
      this.#bandwidthKbps *= CLIMB_PER_SECOND ** (sinceMs / 1_000);
      if (this.#bandwidthKbps > this.#state.maxKbps) this.#bandwidthKbps = undefined;
    }
  }
}
