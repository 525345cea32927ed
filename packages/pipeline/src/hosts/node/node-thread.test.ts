import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { text } from '../../run/test-nodes-contract.ts';
import { openHosted } from '../hosts-contract.ts';
import { describeThreads, openInThread } from '../threads-contract.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The pipelines' worker, built before the tests. */
    pipelineWorkerUrl: string;
    /** A module with nodes for tests. */
    pipelineTestNodesUrl: string;
  }
}

const files = {
  host: 'node',
  workerUrl: inject('pipelineWorkerUrl'),
  nodesUrl: inject('pipelineTestNodesUrl'),
} as const;

describeThreads('in a thread of Node', files);

describe('a thread that misbehaves', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pipeline-threads-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A thread that answers `open`, and does something else at a push. */
  function tricky(atPush: string, version = 1): string {
    const file = join(folder, `${Math.random()}.mjs`);
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', ({ type, id }) => {
         if (type === 'push') { ${atPush} }
         else if (type !== 'start') parentPort.postMessage({ type: 'done', id });
       });
       parentPort.postMessage({ type: 'ready', version: ${version} });`,
    );
    return pathToFileURL(file).href;
  }

  const pass = [{ id: 'p', type: 'Pass' }];

  it('is told of when it ends itself', async () => {
    const { graph, deaths } = await openHosted(openInThread(files), [{ id: 'm', type: 'Moody' }]);
    await expect(graph.push(text('die'))).rejects.toMatchObject({ code: 'unavailable' });
    expect(deaths.map(({ detail }) => detail)).toEqual([expect.stringContaining('ended itself with code 3')]);
    await graph.close();
  });

  it('is told of when it crashes', async () => {
    const open = openInThread({ ...files, workerUrl: tricky("throw new RangeError('out of memory')") });
    const { graph, deaths } = await openHosted(open, pass);
    await expect(graph.push(text('x'))).rejects.toThrow('crashed: out of memory');
    expect(deaths).toHaveLength(1);
  });

  it.each([
    ['no object', '7'],
    ['an unknown type', "{ type: 'hello' }"],
    ['an output without data', "{ type: 'output', nodeId: 'p', port: 'out' }"],
    ['sound of no length', "{ type: 'output', nodeId: 'p', port: 'out', data: { kind: 'audio', channels: [1] } }"],
    ['an error without a code', "{ type: 'failed', id, error: { code: 'oops', detail: 'x' } }"],
  ])('is ended when it says %s', async (_what, message) => {
    const open = openInThread({ ...files, workerUrl: tricky(`parentPort.postMessage(${message})`) });
    const { graph, deaths } = await openHosted(open, pass);
    await expect(graph.push(text('x'))).rejects.toThrow(/expected/);
    expect(deaths).toHaveLength(1);
    await expect(graph.stats()).rejects.toThrow(/expected/);
  });

  it('is refused when it is of another release', async () => {
    const opening = openHosted(openInThread({ ...files, workerUrl: tricky('', 0) }), pass);
    await expect(opening).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('is named when its file is not there', async () => {
    const workerUrl = pathToFileURL(join(folder, 'nowhere.mjs')).href;
    await expect(openHosted(openInThread({ ...files, workerUrl }), pass)).rejects.toThrow('nowhere.mjs');
  });
});
