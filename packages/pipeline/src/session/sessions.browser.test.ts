import { expect, it, onTestFinished } from 'vitest';
import { hostNodes } from '../hosts/host-nodes-contract.ts';
import { said, text } from '../run/test-nodes-contract.ts';
import { describeControls } from './controls-contract.ts';
import { PipelineRunner } from './index.ts';
import { describeRealNodes } from './real-nodes-contract.ts';
import { chain, describeSessions } from './session-contract.ts';

const nodeModules = [new URL('../hosts/host-nodes-contract.ts', import.meta.url)];

describeSessions("in a browser's worker", { nodeModules }, 'worker');
describeControls("in a browser's worker", { nodeModules }, 'worker');
describeRealNodes("in a browser's worker", {});

it('ends every worker that it began', async () => {
  const PlatformWorker = Worker;
  let alive = 0;
  globalThis.Worker = class extends PlatformWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      alive += 1;
    }

    override terminate(): void {
      alive -= 1;
      super.terminate();
    }
  };
  onTestFinished(() => {
    globalThis.Worker = PlatformWorker;
  });
  const runner = new PipelineRunner({ nodes: hostNodes, nodeModules });
  expect(said(await runner.executeUnary(chain('Moody'), text('host')))).toBe('worker');
  await expect(runner.executeUnary(chain('Broken'), text('x'))).rejects.toThrow('no model');
  const session = await runner.createStreamSession(chain('Sleeper'));
  expect(alive).toBe(1);
  await session.sendInput(text('x'));
  await session.close();
  expect(alive).toBe(0);
});
