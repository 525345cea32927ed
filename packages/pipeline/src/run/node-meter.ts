import type { RuntimeData } from '../data/runtime-data.ts';
import type { NodeState, PlanNode } from '../plan/graph-plan.ts';
import { FaultGate } from './fault-gate.ts';
import type { NodeStats, NodeWindow } from './graph-stats.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { LevelProbe } from './level-probe.ts';
import { RateMeter } from './rate-meter.ts';

/** Places of {@link NodeMeter}'s times, all in ms. */
const CALL_START = 0;
const SPENT_ELSEWHERE = 1;
const EMIT_START = 2;
const FIRST_INPUT = 3;
const FIRST_OUTPUT = 4;

/** Counts what one node does. Nothing is allocated but by the reports. */
export class NodeMeter {
  /** Errors that it threw. */
  faults = 0;
  /** Which of them are told. */
  readonly faultGate: FaultGate = new FaultGate();
  /** Items that never reached it. */
  dropped = 0;
  #inputs = 0;
  #outputs = 0;
  #windowInputs = 0;
  #windowOutputs = 0;
  readonly #times = new Float64Array(5);
  readonly #all = new LatencyHistogram();
  readonly #window = new LatencyHistogram();
  readonly #rate: RateMeter;
  readonly #level = new LevelProbe();

  /** @param nowMs where time is now */
  constructor(nowMs: number) {
    this.#rate = new RateMeter(nowMs);
  }

  /** An item came. */
  input(nowMs: number): void {
    if (this.#inputs === 0) this.#times[FIRST_INPUT] = nowMs;
    this.#inputs += 1;
    this.#windowInputs += 1;
  }

  /** A call of the node begins. */
  callBegins(nowMs: number): void {
    this.#times[CALL_START] = nowMs;
    this.#times[SPENT_ELSEWHERE] = 0;
  }

  /** The call has ended. */
  callEnds(nowMs: number): void {
    const own = nowMs - (this.#times[CALL_START] ?? 0) - (this.#times[SPENT_ELSEWHERE] ?? 0);
    this.#all.record(own * 1_000);
    this.#window.record(own * 1_000);
  }

  /** The node emits: what its receivers do now is not its own time. */
  emitBegins(item: RuntimeData, nowMs: number): void {
    if (this.#outputs === 0) this.#times[FIRST_OUTPUT] = nowMs;
    this.#outputs += 1;
    this.#windowOutputs += 1;
    this.#times[EMIT_START] = nowMs;
    this.#rate.add(nowMs);
    if (item.kind === 'audio') this.#level.see(item);
  }

  /** All receivers are done with it, or have put it aside. */
  emitEnds(nowMs: number): void {
    this.#times[SPENT_ELSEWHERE] = (this.#times[SPENT_ELSEWHERE] ?? 0) + nowMs - (this.#times[EMIT_START] ?? 0);
  }

  /** A report since the beginning. */
  stats(node: PlanNode, state: NodeState, queue: { depth: number; peakDepth: number }, nowMs: number): NodeStats {
    return {
      id: node.id,
      type: node.type,
      state,
      inputs: this.#inputs,
      outputs: this.#outputs,
      outputsPerSecond: this.#rate.perSecond(nowMs),
      faults: this.faults,
      dropped: this.dropped,
      queueDepth: queue.depth,
      peakQueueDepth: queue.peakDepth,
      latency: this.#all.summary(),
      levelDb: this.#level.take(),
    };
  }

  /** A report since the last one of this kind. */
  takeWindow(): NodeWindow {
    const [, , , firstInputMs = 0, firstOutputMs = 0] = this.#times;
    const report: NodeWindow = {
      inputs: this.#windowInputs,
      outputs: this.#windowOutputs,
      latency: this.#window.summary(),
      firstOutputUs: this.#inputs > 0 && this.#outputs > 0 ? (firstOutputMs - firstInputMs) * 1_000 : undefined,
    };
    this.#window.clear();
    this.#windowInputs = 0;
    this.#windowOutputs = 0;
    return report;
  }
}
