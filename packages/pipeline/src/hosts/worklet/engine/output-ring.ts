/** How an {@link OutputRing} is laid out. */
export interface OutputRingOptions {
  /** Channels that it holds. */
  readonly channelCount: number;
  /** Sample-frames that it holds at most; what is older is dropped. */
  readonly capacityFrames: number;
  /**
   * Sample-frames of silence before the sound that begins, so that what comes late by so much is not missed.
   * @default 0
   */
  readonly leadFrames?: number;
}

/** Sample-frames in which sound that breaks off falls to silence, and after which it is whole again. */
const FADE_FRAMES = 128;

/** Reads after which sound that waits longer than it must is shortened: about 5 s of render quanta. */
const TRIM_READS = 1875;

/** Longest lead that under-runs bring about, in sample-frames. */
const MAX_LEAD_FRAMES = 9600;

/**
 * Sound that a graph made and that the output has not taken yet. What is written in blocks of any length comes out in
 * render quanta: without delay if the blocks are as long, else after the least delay that never runs dry. When it runs dry
 * the sound fades, and begins again later. Allocates nothing after its creation.
 */
export class OutputRing {
  readonly #planes: readonly Float32Array[];
  readonly #capacity: number;
  readonly #last: Float32Array;
  #lead: number;
  #read = 0;
  #written = 0;
  #isPlaying = false;
  /** Where, among all that was written, sound came up again after it broke off. */
  #riseFrom = -FADE_FRAMES;
  #isCut = false;
  /** Sample-frames of the fade after the last sample that are still to come. */
  #falling = 0;
  #reads = 0;
  #readBefore = 0;
  #writtenBefore = 0;
  #leastFill = Number.POSITIVE_INFINITY;
  #underruns = 0;
  #dropped = 0;
  #peakFill = 0;

  constructor({ channelCount, capacityFrames, leadFrames = 0 }: OutputRingOptions) {
    this.#planes = Array.from({ length: channelCount }, () => new Float32Array(capacityFrames));
    this.#last = new Float32Array(channelCount);
    this.#capacity = capacityFrames;
    this.#lead = leadFrames;
  }

  /** Sample-frames that wait. */
  get fill(): number {
    return this.#written - this.#read;
  }

  /** Whether sound has come and has not run out. */
  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  /** How often it ran dry. */
  get underruns(): number {
    return this.#underruns;
  }

  /** Sample-frames that were dropped because nobody took them in time. */
  get droppedFrames(): number {
    return this.#dropped;
  }

  /** The most sample-frames that waited after a read since this was asked the last time. */
  takePeakFill(): number {
    const peak = this.#peakFill;
    this.#peakFill = this.fill;
    return peak;
  }

  /**
   * Takes sound in. One channel goes to all, several are averaged for one, else those too many are left out.
   *
   * @param quantum sample-frames that are read at once
   */
  write(channels: readonly Float32Array[], frames: number, quantum: number): void {
    if (frames <= 0 || channels.length === 0) return;
    if (!this.#isPlaying) this.#begin(frames, quantum);
    // Of a block that is longer than the ring, the end is what is newest.
    const from = Math.max(0, frames - this.#capacity);
    const excess = this.fill + frames - from - this.#capacity;
    if (excess > 0) this.#skip(excess);
    for (let channel = 0; channel < this.#planes.length; channel += 1) this.#store(channels, channel, from, frames);
    this.#written += frames - from;
    this.#dropped += from;
  }

  /** Adds the next `frames` sample-frames to those in `target`, which has the channels of the ring. */
  addTo(target: readonly Float32Array[], frames: number): void {
    if (this.#falling > 0) this.#fall(target, frames);
    if (!this.#isPlaying) return;
    const ready = Math.min(frames, this.fill);
    this.#mix(target, this.#read, ready, this.#isCut ? 0 : 1, 1);
    this.#isCut = false;
    this.#read += ready;
    if (ready < frames) this.#runDry(target, ready, frames);
    else this.#watchFill(target, ready);
    this.#peakFill = Math.max(this.#peakFill, this.fill);
  }

  /** Forgets what waits; what sounds just now fades. */
  clear(): void {
    if (this.#isPlaying) this.#breakOff(this.#read - 1);
    this.#read = this.#written;
  }

  /** Silence first: blocks that quanta do not divide come now a quantum earlier, now later. */
  #begin(frames: number, quantum: number): void {
    const fits = frames % quantum === 0 || quantum % frames === 0;
    const lead = Math.min(this.#capacity, Math.max(this.#lead, fits ? 0 : quantum));
    this.#read = this.#written;
    for (let at = 0; at < lead; at += 1)
      for (const plane of this.#planes) plane[(this.#written + at) % this.#capacity] = 0;
    // The very first sound begins as it is: whoever compares samples finds them.
    if (this.#written > 0) this.#riseFrom = this.#written + lead;
    this.#written += lead;
    this.#isPlaying = true;
    this.#reads = 0;
  }

  #store(channels: readonly Float32Array[], channel: number, from: number, frames: number): void {
    const plane = this.#planes[channel];
    if (!plane) return;
    if (this.#planes.length === 1 && channels.length > 1) this.#storeMean(plane, channels, from, frames);
    else this.#copy(plane, channels.length === 1 ? channels[0] : channels[channel], from, frames);
    if (this.#written - this.#riseFrom < FADE_FRAMES) this.#raise(plane, frames - from);
  }

  #copy(plane: Float32Array, source: Float32Array | undefined, from: number, frames: number): void {
    let place = this.#written % this.#capacity;
    for (let frame = from; frame < frames; frame += 1) {
      plane[place] = source ? (source[frame] as number) : 0;
      place += 1;
      if (place === this.#capacity) place = 0;
    }
  }

  #storeMean(plane: Float32Array, channels: readonly Float32Array[], from: number, frames: number): void {
    const share = 1 / channels.length;
    this.#copy(plane, undefined, from, frames);
    for (let channel = 0; channel < channels.length; channel += 1) {
      const source = channels[channel] as Float32Array;
      let place = this.#written % this.#capacity;
      for (let frame = from; frame < frames; frame += 1) {
        plane[place] = (plane[place] as number) + (source[frame] as number) * share;
        place += 1;
        if (place === this.#capacity) place = 0;
      }
    }
  }

  /** What was stored just now comes up after a silence. */
  #raise(plane: Float32Array, frames: number): void {
    for (let frame = 0; frame < frames; frame += 1) {
      const position = this.#written + frame;
      const gain = Math.min(1, (position - this.#riseFrom) / FADE_FRAMES);
      plane[position % this.#capacity] = (plane[position % this.#capacity] as number) * gain;
    }
  }

  #skip(frames: number): void {
    this.#read += frames;
    this.#dropped += frames;
    this.#isCut = true;
  }

  /** Indices are within the arrays everywhere here: a check for each sample would box it. Adds what lies at `position`, with a gain that goes from one value to another. */
  #mix(target: readonly Float32Array[], position: number, frames: number, from: number, to: number): void {
    const step = frames > 0 ? (to - from) / frames : 0;
    for (let channel = 0; channel < target.length; channel += 1) {
      const plane = this.#planes[channel];
      const output = target[channel];
      if (!plane || !output) continue;
      let place = position % this.#capacity;
      for (let frame = 0; frame < frames; frame += 1) {
        output[frame] = (output[frame] as number) + (plane[place] as number) * (from + step * frame);
        place += 1;
        if (place === this.#capacity) place = 0;
      }
    }
  }

  #runDry(target: readonly Float32Array[], ready: number, frames: number): void {
    this.#underruns += 1;
    this.#lead = Math.min(MAX_LEAD_FRAMES, this.#lead === 0 ? 0 : this.#lead * 2);
    this.#breakOff(this.#read - 1);
    if (ready < frames) this.#fall(target, frames, ready);
  }

  #breakOff(lastPosition: number): void {
    this.#isPlaying = false;
    this.#falling = FADE_FRAMES;
    for (let channel = 0; channel < this.#planes.length; channel += 1)
      this.#last[channel] = this.#planes[channel]?.[Math.max(0, lastPosition) % this.#capacity] ?? 0;
  }

  /** The last sample goes on for a moment and falls to nothing, instead of a step that clicks. */
  #fall(target: readonly Float32Array[], frames: number, start = 0): void {
    const count = Math.min(this.#falling, frames - start);
    for (let channel = 0; channel < target.length; channel += 1) {
      const output = target[channel];
      const last = this.#last[channel] ?? 0;
      if (!output) continue;
      for (let frame = 0; frame < count; frame += 1)
        output[start + frame] = (output[start + frame] as number) + (last * (this.#falling - 1 - frame)) / FADE_FRAMES;
    }
    this.#falling -= count;
  }

  /** After a stall that is over, sound would be late for ever: what never was needed for some seconds is taken out. */
  #watchFill(target: readonly Float32Array[], frames: number): void {
    if (this.#reads === 0) this.#beginWatch();
    this.#leastFill = Math.min(this.#leastFill, this.fill);
    this.#reads += 1;
    if (this.#reads < TRIM_READS) return;
    this.#reads = 0;
    const spare = this.#leastFill - this.#lead - frames;
    if (spare >= frames && this.#flows()) this.#shorten(target, frames, spare);
  }

  #beginWatch(): void {
    this.#readBefore = this.#read;
    this.#writtenBefore = this.#written;
    this.#leastFill = Number.POSITIVE_INFINITY;
  }

  /** Whether sound came all the time, rather than much of it at once, which is not late but long. */
  #flows(): boolean {
    const share = (this.#written - this.#writtenBefore) / (this.#read - this.#readBefore);
    return share > 0.9 && share < 1.1;
  }

  /** What was added to the output just now changes over to what comes later. */
  #shorten(target: readonly Float32Array[], frames: number, spare: number): void {
    this.#mix(target, this.#read - frames, frames, 0, -1);
    this.#read += spare;
    this.#mix(target, this.#read - frames, frames, 0, 1);
    this.#dropped += spare;
  }
}
