import type { DataLane } from '@remotemedia/data';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PipeCall, WAIT } from './pipe-call-contract.ts';
import { pipeLane } from './pipe-lane.ts';

const SUM = { nodes: [{ id: 'sum', node_type: 'Calculator' }] };
const PASS = { nodes: [{ id: 'pass', node_type: 'PassThrough' }] };

let call: PipeCall;

beforeEach(() => {
  call = new PipeCall();
});

afterEach(() => call.close());

/** A lane between two people, at both ends. */
async function lanes(): Promise<{ readonly here: DataLane; readonly there: DataLane }> {
  const [ada, bob] = await call.enter('ada', 'bob');
  const coming = new Promise<DataLane>((resolve) => bob.on('lane', ({ lane }) => resolve(lane)));
  const there = ada.peers[0]?.createDataChannel('sums');
  if (!there) throw new Error('there is nobody');
  await there.whenOpen();
  return { here: await coming, there };
}

it('answers messages with what comes out', async () => {
  const { here, there } = await lanes();
  const heard: unknown[] = [];
  there.on('message', ({ kind, data }) => heard.push([kind, data]));
  using pipeline = await pipeLane(here, SUM, { into: here });
  await there.send({ operation: 'add', operands: [20, 22] });
  await vi.waitFor(() => expect(heard).toHaveLength(1), WAIT);
  expect(JSON.stringify(heard)).toContain('42');
  expect((await pipeline.controls.stats()).inputs).toBe(1);
});

it('takes text, JSON and bytes, in order, and says what cannot be sent', async () => {
  const { here, there } = await lanes();
  const outputs: string[] = [];
  const faults: string[] = [];
  using pipeline = await pipeLane(here, PASS, { into: { send: () => Promise.reject(new Error('nobody listens')) } });
  pipeline.on('output', ({ data }) => outputs.push(data.kind));
  pipeline.on('fault', ({ message }) => faults.push(message));
  await there.send('hello');
  await there.send({ a: 1 });
  await there.send(new Uint8Array([1, 2, 3]));
  await vi.waitFor(() => expect(outputs).toEqual(['text', 'json', 'binary']), WAIT);
  await vi.waitFor(() => expect(faults).toHaveLength(3), WAIT);
  expect(faults[0]).toContain('nobody listens');
});

it('ends with the lane, and leaves the lane when it is closed itself', async () => {
  const { here, there } = await lanes();
  const first = await pipeLane(here, PASS);
  first.close();
  expect(here.isOpen).toBe(true);
  const second = await pipeLane(here, PASS);
  const closed = new Promise((resolve) => second.on('closed', resolve));
  there.close();
  expect(await closed).toEqual({});
});

it('refuses a manifest that cannot be run, and leaves nothing behind', async () => {
  const { here } = await lanes();
  const listeners = here.listenerCount();
  await expect(pipeLane(here, { nodes: [{ id: 'x', node_type: 'Sum' }] })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  expect(here.listenerCount()).toBe(listeners);
});
