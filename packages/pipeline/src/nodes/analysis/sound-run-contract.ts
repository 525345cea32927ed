// Sound run through one node, in blocks of any length.
import { AudioBlock } from '../../data/audio-block.ts';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { AnyNodeDefinition, Asset, NodeInstance } from '../../node/node-definition.ts';

/** How sound is run. */
export interface SoundRunOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly assets?: Readonly<Record<string, Asset>>;
  /** @default 48000 */
  readonly sampleRate?: number;
  /** Sample-frames of each block. @default 480 */
  readonly blockFrames?: number;
  readonly streamId?: string;
  /** When the sound begins, in µs. @default 0 */
  readonly startUs?: number;
}

/** A node at work, with what it gave so far. */
export class SoundRun {
  /** JSON that came out. */
  readonly events: JsonValue[] = [];
  /** Ports that it came from. */
  readonly ports = new Set<string | undefined>();
  /** When the first block that came out began, in µs. */
  firstUs: number | undefined;
  /** What `now` says, in ms. */
  nowMs = 0;
  readonly #instance: NodeInstance;
  readonly #out: Float32Array[][] = [];
  #atUs: number;
  readonly #options: SoundRunOptions;

  private constructor(instance: NodeInstance, options: SoundRunOptions) {
    this.#instance = instance;
    this.#options = options;
    this.#atUs = options.startUs ?? 0;
  }

  static async open(definition: AnyNodeDefinition, options: SoundRunOptions = {}): Promise<SoundRun> {
    const defaults = Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]);
    const params = { ...Object.fromEntries(defaults), ...options.params };
    let run: SoundRun | undefined;
    const instance = await definition.create(params, {
      id: 'node',
      host: 'inline',
      signal: new AbortController().signal,
      now: () => run?.nowMs ?? 0,
      emit: (item, port) => run?.take(item, port),
      asset: (name) => {
        const asset = options.assets?.[name];
        if (asset === undefined) throw new Error(`no asset ${name}`);
        return asset;
      },
    });
    run = new SoundRun(instance, options);
    return run;
  }

  /** What the node gives. */
  take(item: RuntimeData, port: string | undefined): void {
    if (item.kind === 'json') {
      this.events.push(item.value);
      this.ports.add(port);
    }
    if (item.kind !== 'audio') return;
    this.firstUs ??= item.timestampUs;
    this.#out.push(item.channels.map((plane) => plane.slice(0, item.frames)));
  }

  /** Pushes any item. */
  async push(item: RuntimeData): Promise<void> {
    await this.#instance.process(item, { port: 'in', nodeId: '' });
  }

  /** Pushes sound, an array for each channel, right behind the sound before it. */
  async sound(...channels: readonly Float32Array[]): Promise<void> {
    const { sampleRate = 48_000, blockFrames = 480, streamId } = this.#options;
    const frames = channels[0]?.length ?? 0;
    for (let at = 0; at < frames; at += blockFrames) {
      const count = Math.min(blockFrames, frames - at);
      // Nodes must not rely on arrays that are as long as the block.
      const planes = channels.map((plane) => {
        const longer = new Float32Array(count + 7).fill(0.5);
        longer.set(plane.subarray(at, at + count));
        return longer;
      });
      await this.push(new AudioBlock(sampleRate, planes, count, this.#atUs + (at / sampleRate) * 1e6, streamId));
    }
    this.#atUs += (frames / sampleRate) * 1e6;
  }

  /** Other parameters; the rest has its defaults. */
  update(definition: AnyNodeDefinition, params: Readonly<Record<string, unknown>>): void {
    const defaults = Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]);
    this.#instance.update?.({ ...Object.fromEntries(defaults), ...params });
  }

  /** The sound is over. */
  async flush(): Promise<void> {
    await this.#instance.flush?.();
  }

  /** Somebody interrupted. */
  reset(): void {
    this.#instance.reset?.();
  }

  async close(): Promise<void> {
    await this.#instance.close?.();
  }

  /** One channel of all that came out. */
  channel(index = 0): Float32Array<ArrayBuffer> {
    const planes = this.#out.map((block) => block[index] ?? new Float32Array(0));
    const whole = new Float32Array(planes.reduce((sum, plane) => sum + plane.length, 0));
    let at = 0;
    for (const plane of planes) {
      whole.set(plane, at);
      at += plane.length;
    }
    return whole;
  }
}

/** What a node made of some sound, from beginning to end. */
export async function soundThrough(
  definition: AnyNodeDefinition,
  channels: readonly Float32Array[],
  options: SoundRunOptions = {},
): Promise<SoundRun> {
  const run = await SoundRun.open(definition, options);
  await run.sound(...channels);
  await run.flush();
  await run.close();
  return run;
}

/** A sine. */
export function sine(hz: number, amplitude: number, lengthMs: number, sampleRate = 48_000): Float32Array<ArrayBuffer> {
  const turn = (2 * Math.PI * hz) / sampleRate;
  return Float32Array.from(
    { length: Math.round((lengthMs * sampleRate) / 1000) },
    (_, at) => amplitude * Math.sin(turn * at),
  );
}

/** Silence. */
export function silence(lengthMs: number, sampleRate = 48_000): Float32Array<ArrayBuffer> {
  return new Float32Array(Math.round((lengthMs * sampleRate) / 1000));
}

/** Several pieces of sound one behind the other. */
export function joined(...pieces: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
