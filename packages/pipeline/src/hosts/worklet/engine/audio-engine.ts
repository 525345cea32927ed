import { AudioBlock } from '../../../data/audio-block.ts';
import type { GraphLane } from './graph-lane.ts';
import type { StreamTable } from './stream-table.ts';

/** What an {@link AudioEngine} is made for. */
export interface AudioEngineOptions {
  /** Of the audio context, in Hz. */
  readonly sampleRate: number;
  /** Channels of each output. */
  readonly channelCount: number;
  readonly streams: StreamTable;
  /** A graph is out of work: the one that follows has taken over. */
  readonly onSwapped: (old: GraphLane | undefined, now: GraphLane) => void;
}

/** How long two graphs sound together in a swap, in seconds. */
const FADE_SECONDS = 0.01;

/** How long the next graph works unheard before, in seconds, so that filters have settled. */
const WARM_SECONDS = 0.03;

/** How long it is waited for at most when it gives no sound, in seconds. */
const PATIENCE_SECONDS = 0.25;

const NO_CHANNELS: readonly Float32Array[] = [];

/**
 * The work of the processor, apart from the audio thread: hands each render quantum to the graph and gives what comes out
 * of it. Allocates nothing in a quantum, a swap's scratch apart.
 */
export class AudioEngine {
  readonly #options: AudioEngineOptions;
  readonly #blocks: readonly AudioBlock[];
  #lane: GraphLane | undefined;
  #next: GraphLane | undefined;
  /** Sample-frames since the next graph came. */
  #waited = 0;
  /** Sample-frames since the fade began; −1 before. */
  #faded = -1;
  #scratch: Float32Array[] = [];
  readonly #silences: (readonly Float32Array[])[] = [];
  #quantum = 128;

  constructor(options: AudioEngineOptions) {
    this.#options = options;
    const { sampleRate, streams } = options;
    this.#blocks = Array.from({ length: streams.slots }, () => new AudioBlock(sampleRate, NO_CHANNELS, 0));
  }

  /** Sample-frames of a render quantum; 128 until the first one has come. */
  get quantum(): number {
    return this.#quantum;
  }

  /** The graph that is heard. */
  get lane(): GraphLane | undefined {
    return this.#lane;
  }

  /** The graph that will be heard. */
  get next(): GraphLane | undefined {
    return this.#next;
  }

  /** Sets a graph to work: at once if it is the first, else it takes over when it is warm. The last one given wins. */
  open(lane: GraphLane): void {
    if (!this.#lane) {
      this.#lane = lane;
      this.#options.onSwapped(undefined, lane);
      return;
    }
    this.#next?.close();
    this.#next = lane;
    this.#waited = 0;
    this.#faded = -1;
    this.#scratch = Array.from({ length: this.#options.channelCount }, () => new Float32Array(this.#quantum));
  }

  /**
   * Renders one quantum.
   *
   * @param inputs the channels of each slot; none where nothing is connected
   * @param outputs all zeros; filled
   * @param frame the number of the first sample-frame since the context began
   */
  process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
    frame: number,
  ): void {
    const frames = outputs[0]?.[0]?.length ?? inputs[0]?.[0]?.length ?? this.#quantum;
    this.#quantum = frames;
    this.#push(inputs, frame, frames);
    const gain = this.#gainOfNext(frames);
    for (let slot = 0; slot < outputs.length; slot += 1) {
      const output = outputs[slot];
      if (!output) continue;
      this.#lane?.addTo(slot, output, frames);
      if (this.#next) this.#blend(this.#next, slot, output, frames, gain);
    }
    if (this.#next && this.#faded >= this.#fadeFrames) this.#finishSwap(this.#next);
  }

  /** Tells the graphs that a stream is over, with a block of no length. */
  endStream(slot: number): void {
    const { sampleRate, streams } = this.#options;
    const over = new AudioBlock(sampleRate, [new Float32Array(0)], 0, 0, streams.idOf(slot));
    this.#lane?.push(over);
    this.#next?.push(over);
  }

  /** Closes all graphs. */
  close(): void {
    this.#lane?.close();
    this.#next?.close();
    this.#lane = undefined;
    this.#next = undefined;
  }

  get #fadeFrames(): number {
    return Math.ceil(this.#options.sampleRate * FADE_SECONDS);
  }

  #push(inputs: readonly (readonly Float32Array[])[], frame: number, frames: number): void {
    const { sampleRate, streams } = this.#options;
    for (let slot = 0; slot < this.#blocks.length; slot += 1) {
      const channels = inputs[slot];
      const block = this.#blocks[slot];
      if (!block || !channels || !streams.isTaken(slot)) continue;
      // Web Audio gives no channels where nothing sounds; time goes on for the nodes all the same.
      block.channels = channels.length > 0 ? channels : this.#silence(slot, block.channelCount, frames);
      block.frames = frames;
      block.sampleRate = sampleRate;
      block.timestampUs = (frame / sampleRate) * 1e6;
      block.streamId = streams.idOf(slot);
      this.#lane?.push(block);
      this.#next?.push(block);
    }
  }

  /** As many silent channels as there were before, so that no node has to change its format. */
  #silence(slot: number, channelCount: number, frames: number): readonly Float32Array[] {
    const known = this.#silences[slot];
    if (known && known.length === channelCount && known[0]?.length === frames) return known;
    const silence = Array.from({ length: Math.max(1, channelCount) }, () => new Float32Array(frames));
    this.#silences[slot] = silence;
    return silence;
  }

  /** How far the fade is at the end of this quantum, 0–1; −1 while the next graph is not to be heard. */
  #gainOfNext(frames: number): number {
    if (!this.#next) return -1;
    const { sampleRate } = this.#options;
    if (this.#faded < 0) {
      this.#waited += frames;
      const isWarm = this.#waited >= WARM_SECONDS * sampleRate && this.#next.isReady;
      if (!isWarm && this.#waited < PATIENCE_SECONDS * sampleRate) return -1;
      this.#faded = 0;
    }
    this.#faded += frames;
    return Math.min(1, this.#faded / this.#fadeFrames);
  }

  /** Linear, because both graphs mostly give the same voice: gains of equal power would make it louder on the way. */
  #blend(next: GraphLane, slot: number, output: readonly Float32Array[], frames: number, gain: number): void {
    for (let channel = 0; channel < this.#scratch.length; channel += 1) this.#scratch[channel]?.fill(0);
    next.addTo(slot, this.#scratch, frames);
    if (gain < 0) return;
    const start = Math.max(0, (this.#faded - frames) / this.#fadeFrames);
    const step = (gain - start) / frames;
    for (let channel = 0; channel < output.length; channel += 1) {
      const target = output[channel];
      const other = this.#scratch[channel];
      if (!target || !other) continue;
      for (let index = 0; index < frames; index += 1) {
        const share = start + step * (index + 1);
        target[index] = (target[index] as number) * (1 - share) + (other[index] as number) * share;
      }
    }
  }

  #finishSwap(next: GraphLane): void {
    const old = this.#lane;
    this.#lane = next;
    this.#next = undefined;
    this.#faded = -1;
    old?.close();
    this.#options.onSwapped(old, next);
  }
}
