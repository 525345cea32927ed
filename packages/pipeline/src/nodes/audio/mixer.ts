import { SdkError } from '@remotemedia/base';
import { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { InputSource, NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { MixerInput } from './mixer-input.ts';
import { MixerOutput } from './mixer-output.ts';
import type { MixerParams } from './mixer-params.ts';

/** Inputs at a time; another one is refused. */
const MOST_INPUTS = 64;

/** At this many dB, and below, there is silence. */
const SILENCE_DB = -120;

/** How long a change of gain takes. */
const RAMP_MS = 10;

/** Two timestamps this near are the same: they are rounded. */
const SAME_FRAMES = 1;

/**
 * Adds the sound of its inputs. What an input gives waits until all have given as much, or have given nothing for too
 * long. Time is counted in the sample-frames of the input that gives most.
 */
export class Mixer implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  readonly #output: MixerOutput;
  #params: MixerParams;
  readonly #inputs: MixerInput[] = [];
  /** Rate, time and length of what is mixed next. */
  readonly #like = new AudioBlock(0, []);
  #rate = 0;
  /** Sample-frames mixed since it began; when the first of them was captured. */
  #mixed = 0;
  #originUs = 0;
  /** The time of the input that gave most, and what it was before the last block. */
  #now = 0;
  #before = 0;
  #longest = 0;
  #isStarted = false;

  constructor(params: MixerParams, { emit }: NodeContext) {
    this.#params = params;
    this.#emit = emit;
    this.#output = new MixerOutput(emit);
  }

  /**
   * Takes a block of one input, and emits what can be mixed by now. A block of a stream without sample-frames says that it
   * is over.
   *
   * @throws {SdkError} `invalid-argument` for another sample rate than the other inputs have, `resource-exhausted` for one
   *   input too many
   */
  process(item: RuntimeData, { nodeId }: InputSource): void {
    if (item.kind !== 'audio') return;
    if (item.frames === 0) {
      this.#leave(nodeId, item);
      return;
    }
    if (item.sampleRate !== this.#rate) this.#changeRate(nodeId, item);
    const known = this.#find(nodeId, item.streamId);
    const input = known ?? this.#join(nodeId, item);
    const isSecond = input.ring.waiting > 0;
    this.#put(input, item, known === undefined);
    this.#isStarted ||= this.#mayStart(input, isSecond);
    if (this.#isStarted) this.#mixAll(input, item);
  }

  /** Other parameters; gains move to theirs. */
  update(params: MixerParams): void {
    this.#params = params;
    for (const input of this.#inputs) {
      input.factor.aim(this.#factorOf(input.nodeId, input.streamId), (this.#rate * RAMP_MS) / 1000);
    }
  }

  /** Mixes all that waits, with silence where an input has less, and begins anew. */
  flush(): void {
    const most = this.#mostWaiting;
    if (most > 0) this.#mix(most);
    this.reset();
  }

  /** Forgets all inputs. */
  reset(): void {
    this.#inputs.length = 0;
    this.#mixed = 0;
    this.#now = 0;
    this.#before = 0;
    this.#longest = 0;
    this.#isStarted = false;
  }

  #find(nodeId: string, streamId: string | undefined): MixerInput | undefined {
    for (let index = 0; index < this.#inputs.length; index += 1) {
      const input = this.#inputs[index];
      if (input && input.nodeId === nodeId && input.streamId === streamId) return input;
    }
    return undefined;
  }

  #join(nodeId: string, block: AudioBlock): MixerInput {
    if (this.#inputs.length >= MOST_INPUTS) {
      throw new SdkError('resource-exhausted', `a mixer has at most ${MOST_INPUTS} inputs`);
    }
    if (this.#inputs.length === 0) this.#originUs = block.timestampUs;
    const input = new MixerInput(nodeId, block, this.#factorOf(nodeId, block.streamId));
    this.#inputs.push(input);
    return input;
  }

  /** A block without sample-frames says that its stream is over: nobody waits for it any more. */
  #leave(nodeId: string, block: AudioBlock): void {
    const input = block.streamId === undefined ? undefined : this.#find(nodeId, block.streamId);
    if (!input) return;
    this.#inputs.splice(this.#inputs.indexOf(input), 1);
    if (this.#isStarted) this.#mixReady();
    const isHeard = this.#inputs.some(({ owner }) => owner === input.owner);
    if (this.#params.mode === 'mix-minus' && !isHeard) this.#emit(block);
  }

  /** Only somebody who is alone may bring another rate. */
  #changeRate(nodeId: string, { sampleRate, streamId }: AudioBlock): void {
    const isAlone = this.#inputs.length === 1 && this.#find(nodeId, streamId) !== undefined;
    if (this.#inputs.length > 0 && !isAlone) {
      const both = `this mixer has sound of ${this.#rate} Hz, and sound of ${sampleRate} Hz comes`;
      throw new SdkError('invalid-argument', `${both}; put FastResample before it`);
    }
    this.flush();
    this.#rate = sampleRate;
  }

  #put(input: MixerInput, block: AudioBlock, isNew: boolean): void {
    // Whoever is new, or was away, is at the time of the others with this block.
    if (isNew || this.#isAway(input)) input.timeFrames = Math.max(0, this.#now - block.frames);
    this.#longest = Math.max(this.#longest, block.frames);
    const skip = this.#params.align === 'timestamp' ? this.#alignedSkip(input, block) : 0;
    input.push(block, skip);
    input.timeFrames += block.frames;
    this.#before = this.#now;
    this.#now = Math.max(this.#now, input.timeFrames);
    input.lastFrames = this.#now;
  }

  /** Puts the sound at its time. @returns how many sample-frames at its beginning are too late */
  #alignedSkip(input: MixerInput, { timestampUs }: AudioBlock): number {
    const frames = ((timestampUs - this.#originUs) / 1e6) * this.#rate;
    const gap = Math.round(frames) + input.shiftFrames - this.#mixed - input.ring.waiting;
    if (!Number.isFinite(gap) || Math.abs(gap) <= SAME_FRAMES) return 0;
    if (Math.abs(gap) <= this.#patience) {
      if (gap > 0) input.ring.pad(gap);
      return Math.max(0, -gap);
    }
    // After a rest of all, time goes on here as well; else it is a clock of its own.
    if (this.#mostWaiting === 0 && gap > 0) this.#originUs += (gap / this.#rate) * 1e6;
    else input.shiftFrames -= gap;
    return 0;
  }

  #mayStart(input: MixerInput, isSecond: boolean): boolean {
    const { inputs } = this.#params;
    if (inputs === undefined) return isSecond;
    return this.#inputs.length >= inputs || (isSecond && input.ring.waiting > this.#patience);
  }

  #mixAll(last: MixerInput, block: AudioBlock): void {
    this.#mixReady();
    // A clock that runs faster than those of the others would pile up sound.
    last.ring.drop(last.ring.waiting - this.#patience - block.frames);
    this.#forgetThoseWhoLeft();
  }

  #mixReady(): void {
    for (let frames = this.#ready; frames > 0; frames = this.#ready) this.#mix(frames);
  }

  /** How many sample-frames all have given who are here. */
  get #ready(): number {
    let least = Number.POSITIVE_INFINITY;
    for (let index = 0; index < this.#inputs.length; index += 1) {
      const input = this.#inputs[index];
      if (!input || this.#isAway(input)) continue;
      least = Math.min(least, input.ring.waiting);
    }
    return least === Number.POSITIVE_INFINITY ? 0 : least;
  }

  /** Whether nobody waits for it: it gives nothing while another gave more than it may. */
  #isAway(input: MixerInput): boolean {
    return input.ring.waiting === 0 && this.#before - input.lastFrames > this.#patience;
  }

  /** By how much an input may be ahead of another: a block at least, for they come one after the other. */
  get #patience(): number {
    return Math.max((this.#params.maxWaitMs / 1000) * this.#rate, this.#longest);
  }

  get #mostWaiting(): number {
    let most = 0;
    for (let index = 0; index < this.#inputs.length; index += 1) {
      most = Math.max(most, this.#inputs[index]?.ring.waiting ?? 0);
    }
    return most;
  }

  #mix(frames: number): void {
    const { mode, softClip, channels } = this.#params;
    let channelCount = channels ?? 0;
    for (let index = 0; channels === undefined && index < this.#inputs.length; index += 1) {
      channelCount = Math.max(channelCount, this.#inputs[index]?.ring.channelCount ?? 0);
    }
    const like = this.#like;
    like.frames = frames;
    like.sampleRate = this.#rate;
    like.timestampUs = this.#originUs + (this.#mixed / this.#rate) * 1e6;
    this.#output.mix(this.#inputs, like, channelCount, mode === 'mix-minus', softClip);
    this.#mixed += frames;
    for (let index = 0; index < this.#inputs.length; index += 1) this.#inputs[index]?.advance(frames);
  }

  #forgetThoseWhoLeft(): void {
    const frames = Math.max((this.#params.forgetMs / 1000) * this.#rate, this.#longest);
    for (let index = this.#inputs.length - 1; index >= 0; index -= 1) {
      const input = this.#inputs[index];
      if (input && this.#before - input.lastFrames > frames) this.#inputs.splice(index, 1);
    }
  }

  #factorOf(nodeId: string, streamId: string | undefined): number {
    const { gainsDb } = this.#params;
    const byStream = streamId !== undefined && Object.hasOwn(gainsDb, streamId) ? gainsDb[streamId] : undefined;
    const gainDb = byStream ?? (Object.hasOwn(gainsDb, nodeId) ? gainsDb[nodeId] : undefined) ?? 0;
    return gainDb <= SILENCE_DB ? 0 : 10 ** (gainDb / 20);
  }
}
