import { SdkError, systemClock } from '@remotemedia/base';
import type { HostName } from '../../node/node-definition.ts';
import { providedNodes } from '../../node/provided-nodes.ts';
import { builtinNodes } from '../../nodes/index.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { type GraphRun, openGraphRun } from '../../run/index.ts';
import type { SeatListeners } from '../graph-seat.ts';
import type { OpenRequest } from '../protocol.ts';

/**
 * Makes the run of a request in a worker or in a thread of Node: loads the application's modules, then the nodes.
 *
 * @throws {SdkError} `unavailable` for a module that does not load; what a node threw, with its name
 */
export async function openWorkerRun(request: OpenRequest, listeners: SeatListeners, host: HostName): Promise<GraphRun> {
  const { plan, assets, nodeModules, queue, callTimeoutMs, atWork } = request;
  for (const url of nodeModules) await loadModule(url);
  const registry = new NodeRegistry(builtinNodes).with(providedNodes());
  const { onOutput, onFault, onNode } = listeners;
  return await openGraphRun(
    {
      plan,
      assets,
      queue,
      callTimeoutMs,
      host,
      definitions: (type) => registry.find(type),
      now: () => systemClock.now(),
      after: (delayMs, callback) => systemClock.after(delayMs, callback),
      atWork: atWork && new Int32Array(atWork),
      onOutput,
      onFault,
    },
    { onNode },
  );
}

async function loadModule(url: string): Promise<void> {
  try {
    await import(/* @vite-ignore */ url);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SdkError('unavailable', `the module with nodes ${url} did not load: ${why}`, { cause });
  }
}
