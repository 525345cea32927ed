import { liveCodecs, VideoFrame } from '@remotemedia/codecs';
import { afterEach, describe, expect, it } from 'vitest';
import type { RuntimeData, VideoData } from '../data/runtime-data.ts';
import { Gate, openHarness, turn } from './harness-contract.ts';
import { nodeOf, pass, text } from './test-nodes-contract.ts';

const open = () => liveCodecs().get('VideoFrame') ?? 0;

afterEach(() => expect(open()).toBe(0));

/** A picture whose closings are counted. */
function picture(): { readonly item: VideoData; readonly closings: () => number } {
  const frame = new VideoFrame(new Uint8Array(16), { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 0 });
  let closings = 0;
  const close = frame.close.bind(frame);
  frame.close = () => {
    closings += 1;
    close();
  };
  return { item: { kind: 'video', frame }, closings: () => closings };
}

function closeAll(items: readonly RuntimeData[]): void {
  for (const item of items) if (item.kind === 'video') item.frame.close();
}

const gate = new Gate();

/** Looks at a picture for a while. */
const viewer = nodeOf('Viewer', () => ({
  process: async (item) => {
    await gate.pass(item);
    if (item.kind === 'video') expect(item.frame.codedWidth).toBe(2);
  },
}));

/** Makes a new picture of each. */
const painter = nodeOf('Painter', (_params, { emit }) => ({
  process: (item) => {
    if (item.kind === 'video') emit({ ...item, frame: item.frame.clone() });
  },
}));

const thrower = nodeOf('Thrower', (_params, { emit }) => ({
  process: (item) => {
    emit(item);
    throw new Error('no');
  },
}));

describe('a frame', () => {
  it('goes to several receivers and out, and is closed once when all are done', async () => {
    const nodes = [
      { id: 'a', type: 'Pass', to: ['b', 'v', 'w'] },
      { id: 'b', type: 'Pass' },
      { id: 'v', type: 'Viewer' },
      { id: 'w', type: 'Viewer' },
    ];
    const { run, outputs } = await openHarness(nodes, [pass, viewer]);
    const { item, closings } = picture();
    void run.push(item);
    closeAll(outputs);
    expect([outputs.length, closings()]).toEqual([1, 0]);
    await gate.openNext();
    expect(closings()).toBe(0);
    await gate.openNext();
    expect(closings()).toBe(1);
  });

  it('is the same one from end to end where nobody else needs it', async () => {
    const { run, outputs } = await openHarness([{ id: 'p', type: 'Painter' }], [painter]);
    const { item, closings } = picture();
    void run.push(item);
    expect(closings()).toBe(1);
    expect(open()).toBe(1);
    closeAll(outputs);
  });

  it('is closed when a node throws, after it has emitted it too', async () => {
    const nodes = [
      { id: 't', type: 'Thrower', to: ['p'] },
      { id: 'p', type: 'Painter', to: ['e'] },
      { id: 'e', type: 'Thrower' },
    ];
    const { run, outputs, faults } = await openHarness(nodes, [painter, thrower]);
    const { item, closings } = picture();
    void run.push(item);
    closeAll(outputs);
    expect(faults).toHaveLength(2);
    expect(closings()).toBe(1);
  });

  it('is closed when it is dropped, interrupted, or nobody takes it', async () => {
    const queue = { capacity: 1, policy: 'drop-oldest' } as const;
    const { run } = await openHarness([{ id: 'v', type: 'Viewer' }], [viewer], { queue });
    const pictures = [picture(), picture(), picture(), picture()];
    for (const { item } of pictures) void run.push(item);
    expect(pictures.map(({ closings }) => closings())).toEqual([0, 1, 1, 0]);
    run.interrupt('v');
    expect(pictures.map(({ closings }) => closings())).toEqual([0, 1, 1, 1]);
    await gate.openNext();
    expect(open()).toBe(0);
    expect(() => run.push(picture().item, { nodeId: 'x' })).toThrow('no node');
  });

  it('is closed behind a node that is disabled, and goes on behind one that is bypassed', async () => {
    const { run, outputs } = await openHarness([{ id: 'p', type: 'Painter' }], [painter]);
    run.setNodeState('p', 'disabled');
    void run.push(picture().item);
    expect(open()).toBe(0);
    run.setNodeState('p', 'bypass');
    void run.push(picture().item);
    expect([open(), outputs.length]).toEqual([1, 1]);
    closeAll(outputs);
  });

  it('is closed when the graph is, wherever it is', async () => {
    const { run, clock } = await openHarness([{ id: 'v', type: 'Viewer' }], [viewer]);
    for (let i = 0; i < 3; i += 1) void run.push(picture().item);
    const closing = run.close();
    await clock.advance(1_000);
    await closing;
    expect(open()).toBe(0);
    expect(() => run.push(picture().item)).toThrow('closed');
    gate.calls.length = 0;
  });

  it('is closed when a call takes too long', async () => {
    const { run, clock } = await openHarness([{ id: 'v', type: 'Viewer' }], [viewer], { callTimeoutMs: 5 });
    void run.push(picture().item);
    await clock.advance(5);
    expect(open()).toBe(0);
    gate.calls.length = 0;
    await run.close();
  });

  it('is closed when it is emitted after the end', async () => {
    const { item, closings } = picture();
    const late = nodeOf('Late', (_params, { emit }) => ({ process: () => {}, close: () => emit(item) }));
    const { run } = await openHarness([{ id: 'l', type: 'Late' }], [late]);
    await run.close();
    expect(closings()).toBe(1);
  });

  it('that is closed already is a fault of the node that emits it', async () => {
    const { item } = picture();
    item.frame.close();
    const sloppy = nodeOf('Sloppy', (_params, { emit }) => ({ process: () => emit(item) }));
    const { run, faults } = await openHarness([{ id: 's', type: 'Sloppy' }], [sloppy]);
    void run.push(text('x'));
    expect(faults).toMatchObject([{ error: { code: 'failed-precondition' } }]);
  });

  it('is only borrowed by a tap', async () => {
    const { run, outputs } = await openHarness([{ id: 'p', type: 'Painter' }], [painter]);
    const seen: number[] = [];
    run.tap('p', undefined, (item) => item.kind === 'video' && seen.push(item.frame.codedWidth));
    void run.push(picture().item);
    closeAll(outputs);
    await turn();
    expect(seen).toEqual([2]);
  });
});
