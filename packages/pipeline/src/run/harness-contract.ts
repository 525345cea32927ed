import { ManualClock } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { type GraphRun, type GraphRunOptions, type NodeFault, openGraphRun } from './index.ts';
import { planOf, said, type TestNode } from './test-nodes-contract.ts';

/** A run with all that it said. */
export interface Harness {
  readonly run: GraphRun;
  readonly clock: ManualClock;
  /** As text, with the port if it is not `out`. */
  readonly said: string[];
  readonly outputs: RuntimeData[];
  readonly faults: NodeFault[];
}

/** Opens a run of these nodes. */
export async function openHarness(
  nodes: readonly TestNode[],
  definitions: readonly AnyNodeDefinition[],
  options: Partial<GraphRunOptions> = {},
): Promise<Harness> {
  const clock = new ManualClock();
  const harness = { clock, said: [] as string[], outputs: [] as RuntimeData[], faults: [] as NodeFault[] };
  const run = await openGraphRun({
    plan: planOf(nodes),
    definitions: (type) => definitions.find((definition) => definition.type === type),
    assets: {},
    host: 'inline',
    now: () => clock.now(),
    after: (delayMs, callback) => clock.after(delayMs, callback),
    onOutput: (item, _nodeId, port) => {
      harness.outputs.push(item);
      harness.said.push(port === 'out' ? said(item) : `${port}:${said(item)}`);
    },
    onFault: (fault) => harness.faults.push(fault),
    ...options,
  });
  return { ...harness, run };
}

/** A node whose calls wait until the test lets them go on. */
export class Gate {
  /** How each call that runs is let go. */
  readonly calls: { readonly item: RuntimeData; readonly open: () => void; readonly fail: (error: Error) => void }[] =
    [];
  /** Most calls that ran at the same time. */
  most = 0;
  #running = 0;

  /** Waits. */
  async pass(item: RuntimeData): Promise<void> {
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    try {
      await new Promise<void>((resolve, reject) => this.calls.push({ item, open: resolve, fail: reject }));
    } finally {
      this.#running -= 1;
    }
  }

  /** Lets the oldest call go on, and what follows from it happen. */
  async openNext(): Promise<void> {
    this.calls.shift()?.open();
    await turn();
  }
}

/** Lets promises settle. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
