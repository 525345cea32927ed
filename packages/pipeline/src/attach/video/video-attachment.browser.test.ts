import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileManifest } from '../../compile/check-manifest.ts';
import { builtinNodes } from '../../nodes/index.ts';
import type { GraphPlan } from '../../plan/graph-plan.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import type { AttachmentListener } from '../attachment.ts';
import { misbehavingNodes } from './misbehaving-nodes-contract.ts';
import { openVideoAttachment } from './open-video-attachment.ts';
import { colourOf, Scene, Viewer } from './scene-contract.ts';
import type { VideoAttachment } from './video-attachment.ts';
import type { VideoAttachmentOptions } from './video-attachment-options.ts';

const registry = new NodeRegistry(builtinNodes).with(misbehavingNodes);
const nodeModules = [new URL('./misbehaving-nodes-contract.ts', import.meta.url).href];

function plan(...nodes: readonly (readonly [type: string, params?: Record<string, string | number>])[]): GraphPlan {
  return compileManifest(
    {
      version: 'v1',
      metadata: { name: 'test' },
      nodes: nodes.map(([type, params = {}], index) => ({ id: `n${index}`, node_type: type, params })),
      connections: nodes.slice(1).map((_node, index) => ({ from: `n${index}`, to: `n${index + 1}` })),
    },
    { registry, inputKinds: ['video'] },
  );
}

/** Starting a worker takes a while on a busy machine. */
function soon<T>(look: () => T) {
  return expect.poll(look, { timeout: 15_000 });
}

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

function kept<T extends { close(): unknown }>(thing: T): T {
  open.push(thing);
  return thing;
}

type Listener = Pick<Required<AttachmentListener>, 'onOutput' | 'onFault' | 'onStall' | 'onEnd'>;

function silent(): { [K in keyof Listener]: ReturnType<typeof vi.fn<Listener[K]>> } {
  return { onOutput: vi.fn(), onFault: vi.fn(), onStall: vi.fn(), onEnd: vi.fn() };
}

async function attach(
  source: MediaStreamTrack,
  graph: GraphPlan,
  options: Partial<VideoAttachmentOptions> = {},
): Promise<VideoAttachment> {
  const all = { listener: silent(), loadAssets: async () => ({}), nodeModules, ...options };
  return kept(await openVideoAttachment(source, graph, all));
}

describe.each(['processor', 'canvas'] as const)('by way of %s', (way) => {
  it('shows grey pictures of a grayscale pipeline, of the size of the source', async () => {
    const scene = kept(new Scene());
    const attachment = await attach(scene.track, plan(['Grayscale']), { way });
    expect(attachment.way).toBe(way);
    const viewer = kept(new Viewer(attachment.track));
    await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('grey');
    expect(colourOf(viewer.at(0.75, 0.6))).toBe('grey');
    expect([viewer.width, viewer.height]).toEqual([320, 180]);
  });

  it('shows nothing of the source before the first treated picture', async () => {
    const scene = kept(new Scene());
    const attachment = await attach(scene.track, plan(['Grayscale']), { way });
    const { pictures } = await attachment.stats();
    expect(pictures?.passed).toBe(0);
  });

  it('shows what is upside down of a flip', async () => {
    const scene = kept(new Scene());
    const attachment = await attach(scene.track, plan(['VideoFlip']), { way });
    const viewer = kept(new Viewer(attachment.track));
    await soon(() => colourOf(viewer.at(0.25, 0.9))).toBe('dark');
    expect(colourOf(viewer.at(0.25, 0.1))).not.toBe('dark');
    expect(colourOf(viewer.at(0.25, 0.5))).toBe('red');
  });

  it('changes a parameter while it runs', async () => {
    const scene = kept(new Scene());
    const attachment = await attach(scene.track, plan(['Grayscale']), { way });
    const viewer = kept(new Viewer(attachment.track));
    await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('grey');
    await attachment.setParams('n0', { amount: 0 });
    await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('red');
  });

  it('follows the source to another size', async () => {
    const scene = kept(new Scene());
    const attachment = await attach(scene.track, plan(['Grayscale']), { way });
    const viewer = kept(new Viewer(attachment.track));
    await soon(() => viewer.width).toBe(320);
    scene.resize(200, 300);
    await soon(() => [viewer.width, viewer.height]).toEqual([200, 300]);
    await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('grey');
  });

  it('gives up its track when the source ends', async () => {
    const scene = kept(new Scene());
    const listener = silent();
    const attachment = await attach(scene.track, plan(['Grayscale']), { way, listener });
    scene.track.stop();
    await soon(() => listener.onEnd.mock.calls.length).toBe(1);
    expect(attachment.track.readyState).toBe('ended');
    await expect(attachment.stats()).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('leaves the source alone when it is closed, and says nothing any more', async () => {
    const scene = kept(new Scene());
    const listener = silent();
    const attachment = await attach(scene.track, plan(['Grayscale']), { way, listener });
    await attachment.close();
    await attachment.close();
    expect(attachment.track.readyState).toBe('ended');
    expect(scene.track.readyState).toBe('live');
    expect(listener.onEnd).not.toHaveBeenCalled();
  });

  it('changes its graph fifty times with the same track, and no picture is the source’s', async () => {
    const scene = kept(new Scene());
    const listener = silent();
    const attachment = await attach(scene.track, plan(['Grayscale']), { way, listener });
    const { track } = attachment;
    const viewer = kept(new Viewer(track));
    await viewer.next();
    const plans = [plan(['VideoFlip'], ['Grayscale']), plan(['Grayscale'])];
    for (let turn = 0; turn < 50; turn += 1) {
      await attachment.swap(plans[turn % 2] ?? plan(['Grayscale']));
      expect(colourOf(viewer.at(0.25, 0.5))).toBe('grey');
    }
    expect(attachment.track).toBe(track);
    expect(track.readyState).toBe('live');
    expect(listener.onStall).not.toHaveBeenCalled();
    const { pictures } = await attachment.stats();
    expect(pictures?.passed).toBe(0);
  }, 60_000);

  it('keeps the graph that it has when another one cannot be opened', async () => {
    const scene = kept(new Scene());
    const attachment = await attach(scene.track, plan(['Grayscale']), { way });
    const broken = plan(['Grayscale']);
    const unknown = { ...broken, nodes: broken.nodes.map((node) => ({ ...node, type: 'Unheard' })) };
    await expect(attachment.swap(unknown)).rejects.toMatchObject({ code: 'not-found' });
    const viewer = kept(new Viewer(attachment.track));
    await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('grey');
  });

  it.each(['TestThrows', 'TestSwallows', 'TestSpins', 'TestCrashes'])(
    'shows the source when a node does as %s',
    async (type) => {
      const scene = kept(new Scene());
      const listener = silent();
      const graph = plan(['Grayscale'], [type, { from: 5 }]);
      const attachment = await attach(scene.track, graph, { way, listener });
      const viewer = kept(new Viewer(attachment.track));
      await soon(() => listener.onStall.mock.calls.length).toBeGreaterThan(0);
      expect(listener.onStall.mock.calls[0]?.[0]).toMatchObject({ isStalled: true });
      await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('red');
      const before = viewer.arrivals.length;
      await soon(() => viewer.arrivals.length).toBeGreaterThan(before + 5);
    },
    20_000,
  );

  it('shows treated pictures again when a node is back at work', async () => {
    const scene = kept(new Scene());
    const listener = silent();
    const graph = plan(['Grayscale'], ['TestWaits', { from: 5, for_ms: 1500 }]);
    const attachment = await attach(scene.track, graph, { way, listener });
    const viewer = kept(new Viewer(attachment.track));
    await soon(() => listener.onStall.mock.calls.length).toBe(2);
    expect(listener.onStall.mock.calls.map(([{ isStalled }]) => isStalled)).toEqual([true, false]);
    await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('grey');
  }, 20_000);

  it('opens the graph again when its thread was blocked for good', async () => {
    const scene = kept(new Scene());
    const listener = silent();
    const graph = plan(['Grayscale'], ['TestSpins', { from: 20 }]);
    await attach(scene.track, graph, { way, listener });
    await soon(() => listener.onStall.mock.calls.length).toBeGreaterThan(1);
    expect(listener.onStall.mock.calls.slice(0, 2).map(([{ isStalled }]) => isStalled)).toEqual([true, false]);
    expect(listener.onFault).toHaveBeenCalledWith(
      expect.objectContaining({ error: expect.objectContaining({ code: 'deadline-exceeded' }) }),
    );
  }, 20_000);
});

it('goes on in a hidden tab, where video elements report no pictures', async () => {
  const scene = kept(new Scene());
  const silence = vi.spyOn(HTMLVideoElement.prototype, 'requestVideoFrameCallback').mockReturnValue(0);
  const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  try {
    const attachment = await attach(scene.track, plan(['Grayscale']), { way: 'canvas' });
    const outputs = async () => (await attachment.stats()).pictures?.outputs ?? 0;
    await soon(outputs).toBeGreaterThan(10);
    hidden.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    const before = await outputs();
    hidden.mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await soon(outputs).toBeGreaterThan(before + 10);
  } finally {
    silence.mockRestore();
    hidden.mockRestore();
  }
});

it('lets a camera with few buffers go on', async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 320, height: 180 } });
  const [source] = stream.getVideoTracks();
  if (!source) throw new Error('there is no camera');
  kept({ close: () => source.stop() });
  const attachment = await attach(source, plan(['VideoFlip'], ['Grayscale']));
  await soon(async () => (await attachment.stats()).pictures?.outputs).toBeGreaterThan(150);
}, 30_000);

it('shows the source, and says why, where nothing else can be done', async () => {
  const scene = kept(new Scene());
  const listener = silent();
  const attachment = await attach(scene.track, plan(['Grayscale']), { way: 'passthrough', listener });
  await soon(() => listener.onFault.mock.calls.length).toBe(1);
  expect(listener.onFault.mock.calls[0]?.[0].error.code).toBe('unimplemented');
  const viewer = kept(new Viewer(attachment.track));
  await soon(() => colourOf(viewer.at(0.25, 0.6))).toBe('red');
  scene.track.stop();
  await soon(() => attachment.track.readyState).toBe('ended');
});

it.each(['processor', 'canvas'] as const)('says by way of %s that its worker is not to be had', async (way) => {
  const scene = kept(new Scene());
  const opening = attach(scene.track, plan(['Grayscale']), { way, workerUrl: '/there-is/no-pipeline.js' });
  await expect(opening).rejects.toMatchObject({ code: 'unavailable' });
  await expect(opening).rejects.toThrow('/there-is/no-pipeline.js');
});

it('refuses tracks that it can do nothing with', async () => {
  const scene = kept(new Scene());
  scene.track.stop();
  await expect(attach(scene.track, plan(['Grayscale']))).rejects.toMatchObject({ code: 'failed-precondition' });
  const sound = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0];
  if (sound) await expect(attach(sound, plan(['Grayscale']))).rejects.toMatchObject({ code: 'invalid-argument' });
});
