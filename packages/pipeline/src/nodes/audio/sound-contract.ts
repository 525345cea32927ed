import { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { AnyNodeDefinition, NodeContext, NodeInstance } from '../../node/node-definition.ts';

/** A node at work for a test, with what it emitted so far. */
export interface NodeAtWork {
  readonly node: NodeInstance;
  readonly emitted: RuntimeData[];
  /** Puts one item in, as from a node of that id. */
  put(item: RuntimeData, nodeId?: string): void;
  /** The input is over. */
  flush(): void;
  /** The node is not used any more. */
  close(): void;
  /** The parameters that follow, over those before. */
  set(params: Readonly<Record<string, unknown>>): void;
}

/** How sound is given to a node. */
export interface RunOptions {
  readonly sampleRate?: number;
  readonly blockLength?: number;
  /** Not called at the end if false. */
  readonly flush?: boolean;
}

/** Makes a node with the defaults of its schema. */
export function nodeAtWork(
  definition: AnyNodeDefinition,
  params: Readonly<Record<string, unknown>> = {},
  { asset = noAsset, keep = true }: { asset?: NodeContext['asset']; keep?: boolean } = {},
): NodeAtWork {
  const emitted: RuntimeData[] = [];
  let values = { ...defaultsOf(definition), ...params };
  const node = definition.create(values, {
    id: 'tested',
    host: 'inline',
    signal: new AbortController().signal,
    now: () => 0,
    emit: (item) => {
      if (keep) emitted.push(item.kind === 'audio' ? item.copy() : item);
    },
    asset,
  });
  if (node instanceof Promise) throw new Error('a node of the audio thread must be there at once');
  return {
    node,
    emitted,
    put: (item, nodeId = '') => {
      const done = node.process(item, { port: 'in', nodeId });
      if (done instanceof Promise) throw new Error('a node of the audio thread must be done at once');
    },
    flush: () => {
      const done = node.flush?.();
      if (done instanceof Promise) throw new Error('a node of the audio thread must be done at once');
    },
    close: () => {
      const done = node.close?.();
      if (done instanceof Promise) throw new Error('a node of the audio thread must be closed at once');
    },
    set: (more) => {
      values = { ...values, ...more };
      node.update?.(values);
    },
  };
}

/** Cuts sound into blocks, with their timestamps. */
export function blocksOf(
  planes: readonly Float32Array[],
  options: RunOptions & { streamId?: string } = {},
): AudioBlock[] {
  const { sampleRate = 48_000, blockLength = 128, streamId } = options;
  const frames = planes[0]?.length ?? 0;
  return Array.from({ length: Math.ceil(frames / blockLength) }, (_, index) => {
    const start = index * blockLength;
    const parts = planes.map((plane) => plane.slice(start, start + blockLength));
    return new AudioBlock(sampleRate, parts, parts[0]?.length ?? 0, (start / sampleRate) * 1e6, streamId);
  });
}

/** All sound through a node. */
export function throughNode(
  definition: AnyNodeDefinition,
  params: Readonly<Record<string, unknown>>,
  planes: readonly Float32Array[],
  options: RunOptions = {},
): Float32Array[] {
  const work = nodeAtWork(definition, params);
  for (const block of blocksOf(planes, options)) work.put(block);
  if (options.flush !== false) work.flush();
  return soundOf(work.emitted);
}

/** The emitted blocks in one piece, channel by channel. */
export function soundOf(items: readonly RuntimeData[]): Float32Array[] {
  const blocks = items.filter((item) => item.kind === 'audio');
  const channelCount = blocks[0]?.channels.length ?? 0;
  return Array.from({ length: channelCount }, (_, channel) => {
    const parts = blocks.map((block) => block.channels[channel]?.subarray(0, block.frames) ?? new Float32Array(0));
    const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  });
}

/** A tone that begins at phase 0. */
export function tone(
  frequencyHz: number,
  frames: number,
  { sampleRate = 48_000, level = 0.5 } = {},
): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: frames },
    (_, frame) => level * Math.sin((2 * Math.PI * frequencyHz * frame) / sampleRate),
  );
}

/** The same noise for the same seed, from −level to level. */
export function noise(frames: number, { seed = 1, level = 1 } = {}): Float32Array<ArrayBuffer> {
  let state = seed;
  return Float32Array.from({ length: frames }, () => {
    // Numerical Recipes' generator of 32 bits.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * level;
  });
}

/** How strong a frequency is in a sound, as the level of a tone (Goertzel's sum over whole turns). */
export function levelAt(sound: Float32Array, frequencyHz: number, sampleRate = 48_000): number {
  const turn = (2 * Math.PI * frequencyHz) / sampleRate;
  let real = 0;
  let imaginary = 0;
  for (const [frame, sample] of sound.entries()) {
    real += sample * Math.cos(turn * frame);
    imaginary -= sample * Math.sin(turn * frame);
  }
  return (2 * Math.hypot(real, imaginary)) / sound.length;
}

/** The largest step between neighbours: a click is one that the sound itself does not make. */
export function largestStep(sound: Float32Array): number {
  return sound.reduce(
    (most, sample, frame) => Math.max(most, frame === 0 ? 0 : Math.abs(sample - (sound[frame - 1] ?? 0))),
    0,
  );
}

/** The largest difference of two sounds of one length. */
export function difference(one: Float32Array, other: Float32Array): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  return one.reduce((most, sample, frame) => Math.max(most, Math.abs(sample - (other[frame] ?? 0))), 0);
}

function defaultsOf(definition: AnyNodeDefinition): Record<string, unknown> {
  return Object.fromEntries(Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]));
}

function noAsset(name: string): never {
  throw new Error(`this node has no asset ${name}`);
}
