import { SdkError } from '@remotemedia/base';
import type { GraphPlan, PlanNode } from '../plan/graph-plan.ts';

/** Knows, as far as it can be known from outside, which node a thread is calling. */
export class AtWork {
  #nodes: readonly PlanNode[] = [];
  #place: Int32Array | undefined;
  #loading: string | undefined;

  /** A plan is being opened. @returns the memory where its run notes who is at work, where memory can be shared */
  begin({ nodes }: GraphPlan): SharedArrayBuffer | undefined {
    this.#nodes = nodes;
    if (!canShare()) return undefined;
    const memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
    this.#place = new Int32Array(memory);
    return memory;
  }

  /** A node is being made. */
  loading(nodeId: string): void {
    this.#loading = nodeId;
  }

  /** All nodes were made. */
  opened(): void {
    this.#loading = undefined;
  }

  /** Why a thread that hangs is ended. */
  hangError(limitMs: number): SdkError {
    const node = this.#node();
    const who = node ? `node "${node.id}" (${node.type}) was at work` : 'which node was at work is not known';
    return new SdkError('deadline-exceeded', `the pipeline's thread gave no sign of life for ${limitMs} ms; ${who}`);
  }

  #node(): PlanNode | undefined {
    if (this.#loading !== undefined) return this.#nodes.find(({ id }) => id === this.#loading);
    if (this.#nodes.length === 1) return this.#nodes[0];
    const place = this.#place ? Atomics.load(this.#place, 0) : 0;
    return this.#nodes[place - 1];
  }
}

/** Pages share memory only when they are isolated from other origins; Node always does. */
function canShare(): boolean {
  if (typeof SharedArrayBuffer === 'undefined') return false;
  return typeof crossOriginIsolated === 'undefined' || crossOriginIsolated;
}
