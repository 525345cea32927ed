import { expect, it } from 'vitest';
import { text } from '../run/test-nodes-contract.ts';
import { GraphClient, type GraphClientOptions } from './graph-client.ts';
import { describeHost, type OpenTestGraph, openHosted } from './hosts-contract.ts';
import { threadStarter } from './start-thread.ts';

/** Where a test finds its files. */
export interface ThreadFiles {
  readonly host: 'worker' | 'node';
  /** @default where the build put it */
  readonly workerUrl?: string | undefined;
  /** The module with the nodes of the tests. */
  readonly nodesUrl: string;
}

/** Opens graphs in threads. */
export function openInThread(files: ThreadFiles, more: Partial<GraphClientOptions> = {}): OpenTestGraph {
  return async (options, listener) => {
    const client = new GraphClient({
      host: files.host,
      start: threadStarter(files.workerUrl),
      purpose: { message: { type: 'start', purpose: 'session' }, transfer: [] },
      listener,
      ...more,
    });
    await client.open({ ...options, nodeModules: [files.nodesUrl] });
    return client;
  };
}

/** What threads must do beside what every host must. */
export function describeThreads(name: string, files: ThreadFiles): void {
  const open = openInThread(files);
  describeHost(name, open, files.host);

  it('ends a thread that hangs, and names the node', async () => {
    const hanging = openInThread(files, { hangLimitMs: 400 });
    const { graph, deaths } = await openHosted(hanging, [{ id: 'm', type: 'Moody' }]);
    const detail = 'node "m" (Moody) was at work';
    await expect(graph.push(text('loop'))).rejects.toMatchObject({ code: 'deadline-exceeded' });
    expect(deaths.map(({ message }) => message)).toEqual([expect.stringContaining(detail)]);
    await expect(graph.stats()).rejects.toThrow(detail);
    await graph.close();
  });

  it('ends a thread that hangs while a node is made', async () => {
    const hanging = openInThread(files, { hangLimitMs: 400 });
    const nodes = [
      { id: 'e', type: 'Endless', to: ['p'] },
      { id: 'p', type: 'Pass' },
    ];
    await expect(openHosted(hanging, nodes)).rejects.toThrow('node "e" (Endless) was at work');
  });

  it('says when what a node emitted cannot be sent, and goes on', async () => {
    const { graph, said, faults } = await openHosted(open, [{ id: 'm', type: 'Moody' }]);
    await graph.push(text('function'));
    await graph.push(text('after'));
    await graph.flush();
    expect(said).toEqual(['after']);
    expect(faults.map(({ error }) => error.detail)).toEqual([expect.stringContaining('was not delivered')]);
    await graph.close();
  });

  it('refuses an item that cannot be sent', async () => {
    const { graph, said } = await openHosted(open, [{ id: 'm', type: 'Moody' }]);
    const value = (() => 1) as unknown as string;
    await expect(graph.push({ kind: 'json', value })).rejects.toMatchObject({ code: 'invalid-argument' });
    await graph.push(text('after'));
    await graph.flush();
    expect(said).toEqual(['after']);
    await graph.close();
  });

  it('names a module that does not load', async () => {
    const nowhere = openInThread({ ...files, nodesUrl: new URL('nowhere.js', files.nodesUrl).href });
    await expect(openHosted(nowhere, [{ id: 'p', type: 'Pass' }])).rejects.toThrow(/nodes .*nowhere\.js did not load/);
  });
}
