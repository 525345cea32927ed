import type { Clock, Undo } from '@remotemedia/base';
import type { JsonValue } from '../data/json-value.ts';
import type { GraphWindow, NodeWindow } from '../run/index.ts';
import { guarded } from './call-listener.ts';
import type { TopicListener } from './pipeline-controls.ts';

/** Upstream's bounds of the window, in ms. */
const MIN_WINDOW_MS = 100;
const MAX_WINDOW_MS = 10_000;
const DEFAULT_WINDOW_MS = 1_000;

/** What the topic is made of. */
export interface PerfTopicOptions {
  readonly sessionId: string;
  readonly clock: Clock;
  /** Clamped to 100–10,000. @default 1000 */
  readonly windowMs?: number | undefined;
  /** What each node did since the last call. */
  readonly takeWindow: () => Promise<GraphWindow>;
}

/** The topic `__perf__.out`: a report on each node for each window, only while somebody listens. Source: upstream. */
export class PerfTopic {
  readonly #options: PerfTopicOptions;
  readonly #windowMs: number;
  readonly #listeners = new Set<TopicListener>();
  #stop: Undo | undefined;

  constructor(options: PerfTopicOptions) {
    this.#options = options;
    this.#windowMs = Math.min(MAX_WINDOW_MS, Math.max(MIN_WINDOW_MS, options.windowMs ?? DEFAULT_WINDOW_MS));
  }

  /** Adds a listener. */
  subscribe(listener: TopicListener): Undo {
    const own = guarded(listener);
    this.#listeners.add(own);
    if (!this.#stop) {
      // What was counted while nobody listened is no window.
      this.#options.takeWindow().catch(() => {});
      this.#wait();
    }
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.clear();
    };
  }

  /** Forgets everybody. */
  clear(): void {
    this.#listeners.clear();
    this.#stop?.();
    this.#stop = undefined;
  }

  #wait(): void {
    this.#stop = this.#options.clock.after(this.#windowMs, () => void this.#report());
  }

  async #report(): Promise<void> {
    const stop = this.#stop;
    try {
      const window = await this.#options.takeWindow();
      const value = this.#snapshot(window);
      for (const listener of [...this.#listeners]) listener({ kind: 'json', value });
    } catch {
      // The graph is lost or being changed; who listens hears of that elsewhere.
    }
    if (this.#stop === stop && this.#listeners.size > 0) this.#wait();
  }

  #snapshot(window: GraphWindow): JsonValue {
    const nodes = Object.fromEntries(Object.entries(window).map(([id, node]) => [id, jsonOf(node)]));
    const { sessionId } = this.#options;
    return { kind: 'perf_snapshot', session_id: sessionId, ts_ms: Date.now(), window_ms: this.#windowMs, nodes };
  }
}

function jsonOf({ inputs, outputs, latency, firstOutputUs }: NodeWindow): JsonValue {
  const { p50Us, p95Us, p99Us, maxUs } = latency;
  return {
    inputs,
    outputs,
    latency_us: { p50_us: p50Us, p95_us: p95Us, p99_us: p99Us, max_us: maxUs },
    first_output_latency_us: firstOutputUs ?? null,
  };
}
