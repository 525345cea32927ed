import { trackCodec, untrackCodec } from '../../../module/live-codecs.ts';
import { bytesOfSource, checkTransfer, takeBytes } from '../idl/buffers.ts';
import { invalidState } from '../idl/exceptions.ts';
import { asInterface } from '../idl/interfaces.ts';
import { SharedResource } from '../resource/shared-resource.ts';
import { type AudioContent, copyOut } from './audio-content.ts';
import {
  type AudioDataCopyToOptions,
  type AudioDataInit,
  type ConvertedAudioInit,
  convertAudioCopyOptions,
  convertAudioInit,
} from './audio-init.ts';
import { type AudioSampleFormat, sampleLayout } from './sample-formats.ts';

/** What is inside an open AudioData. */
export interface AudioState {
  /** The samples, which clones share. */
  readonly resource: SharedResource<AudioContent>;
  /** How they are stored. */
  readonly format: AudioSampleFormat;
  /** Sample-frames per second, Hz. */
  readonly sampleRate: number;
  /** Sample-frames. */
  readonly numberOfFrames: number;
  /** Channels. */
  readonly numberOfChannels: number;
}

/** A state and a time, from which an AudioData is made without copying. */
class AudioSeed {
  readonly state: AudioState;
  readonly timestamp: number;

  constructor(state: AudioState, timestamp: number) {
    this.state = state;
    this.timestamp = timestamp;
  }
}

let readState: (data: AudioData) => AudioState | undefined;
let detach: (data: AudioData) => void;
let isOurs: (value: object) => value is AudioData;

/** Raw audio. Source: WebCodecs §9.2, AudioData Interface. */
export class AudioData implements Disposable {
  #state: AudioState | undefined;
  readonly #timestamp: number;

  static {
    readState = (data) => data.#state;
    detach = (data) => {
      if (data.#state) untrackCodec(data.#state, 'AudioData');
      data.#state = undefined;
    };
    isOurs = (value): value is AudioData => #state in value;
  }

  /**
   * Copies the samples, or takes them over if their buffer is transferred.
   *
   * @throws {TypeError} for a member that is missing or wrong, or for too little data
   * @throws {DOMException} `DataCloneError` for a transfer list that cannot be transferred
   */
  constructor(init: AudioDataInit) {
    const seed = init instanceof AudioSeed ? init : seedOf(convertAudioInit(init));
    this.#state = seed.state;
    this.#timestamp = seed.timestamp;
    const { resource } = seed.state;
    trackCodec(this, seed.state, 'AudioData', () => resource.release());
  }

  /** How the samples are stored; `null` after close. */
  get format(): AudioSampleFormat | null {
    return this.#state?.format ?? null;
  }

  /** Sample-frames per second, Hz; 0 after close. */
  get sampleRate(): number {
    return this.#state?.sampleRate ?? 0;
  }

  /** Sample-frames; 0 after close. */
  get numberOfFrames(): number {
    return this.#state?.numberOfFrames ?? 0;
  }

  /** Channels; 0 after close. */
  get numberOfChannels(): number {
    return this.#state?.numberOfChannels ?? 0;
  }

  /** How long it lasts, µs, cut to an integer; 0 after close. */
  get duration(): number {
    const state = this.#state;
    return state ? Math.floor((state.numberOfFrames * 1_000_000) / state.sampleRate) : 0;
  }

  /** Presentation time, µs; stays after close. */
  get timestamp(): number {
    return this.#timestamp;
  }

  /**
   * How many bytes {@link AudioData.copyTo} writes with the same options.
   *
   * @throws {TypeError} for a member that is missing or wrong
   * @throws {RangeError} for a plane or sample-frames that are not there
   * @throws {DOMException} `InvalidStateError` after close
   */
  allocationSize(options: AudioDataCopyToOptions): number {
    const converted = convertAudioCopyOptions(options);
    const state = openState(this);
    return copyExtent(state, converted).sizeBytes;
  }

  /**
   * Copies one plane, or all channels interleaved, and changes the format on the way if asked to.
   *
   * @throws {TypeError} for a member that is missing or wrong
   * @throws {RangeError} for a plane or sample-frames that are not there, or a destination that is too small
   * @throws {DOMException} `InvalidStateError` after close
   */
  copyTo(destination: AllowSharedBufferSource, options: AudioDataCopyToOptions): void {
    const bytes = bytesOfSource(destination, 'destination');
    const converted = convertAudioCopyOptions(options);
    const state = openState(this);
    const { sizeBytes, frameCount } = copyExtent(state, converted);
    if (sizeBytes > bytes.byteLength)
      throw new RangeError(`destination has ${bytes.byteLength} bytes; ${sizeBytes} are to be copied`);
    const { content } = state.resource;
    if ('native' in content) {
      content.native.copyTo(destination, converted);
      return;
    }
    const { format: into = state.format, planeIndex, frameOffset = 0 } = converted;
    copyOut({ ...state, bytes: content.bytes, into, planeIndex, frameOffset, frameCount }, bytes);
  }

  /** The same samples once more; nothing is copied. @throws {DOMException} `InvalidStateError` after close */
  clone(): AudioData {
    const state = openState(this);
    return makeAudioData({ ...state, resource: state.resource.hold() }, this.#timestamp);
  }

  /** Lets the samples go. Calling it again does nothing. */
  close(): void {
    const state = this.#state;
    if (!state) return;
    detach(this);
    state.resource.release();
  }

  /** Like {@link AudioData.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}

asInterface(AudioData, 'AudioData');

/** Whether it is an AudioData of ours. */
export function isAudioData(value: unknown): value is AudioData {
  return typeof value === 'object' && value !== null && isOurs(value);
}

/** An AudioData of a state that becomes its own. */
export function makeAudioData(state: AudioState, timestamp: number): AudioData {
  return Reflect.construct(AudioData, [new AudioSeed(state, timestamp)]);
}

/** What is inside. @throws {DOMException} `InvalidStateError` after close */
export function openState(data: AudioData): AudioState {
  const state = readState(data);
  if (!state) throw invalidState('the AudioData is closed');
  return state;
}

/** What is inside, which is the caller's from now on; the AudioData is closed. */
export function takeState(data: AudioData): AudioState {
  const state = openState(data);
  detach(data);
  return state;
}

/** Source: WebCodecs §9.2.3, AudioData constructor, and §9.2.8, valid AudioDataInit. */
function seedOf(init: ConvertedAudioInit): AudioSeed {
  const { data, format, numberOfChannels, numberOfFrames, sampleRate, timestamp, transfer } = init;
  if (!(sampleRate > 0)) throw new TypeError(`sampleRate is ${sampleRate}; expected more than 0`);
  if (numberOfFrames === 0) throw new TypeError('numberOfFrames is 0; expected 1 or more');
  if (numberOfChannels === 0) throw new TypeError('numberOfChannels is 0; expected 1 or more');
  const sizeBytes = numberOfFrames * numberOfChannels * sampleLayout(format).sampleBytes;
  if (data.byteLength < sizeBytes) throw new TypeError(`data has ${data.byteLength} bytes; expected ${sizeBytes}`);
  checkTransfer(transfer);
  const bytes = takeBytes(data, transfer).subarray(0, sizeBytes);
  const resource = new SharedResource<AudioContent>({ bytes });
  return new AudioSeed({ resource, format, sampleRate, numberOfFrames, numberOfChannels }, timestamp);
}

/** Source: WebCodecs §9.2.7, Compute Copy Element Count. */
function copyExtent(state: AudioState, options: AudioDataCopyToOptions): { frameCount: number; sizeBytes: number } {
  const { format = state.format, planeIndex, frameOffset = 0 } = options;
  const { isPlanar, sampleBytes } = sampleLayout(format);
  const planes = isPlanar ? state.numberOfChannels : 1;
  if (planeIndex >= planes) throw new RangeError(`planeIndex is ${planeIndex}; ${format} has ${planes} planes here`);
  if (frameOffset >= state.numberOfFrames)
    throw new RangeError(`frameOffset is ${frameOffset}; there are ${state.numberOfFrames} sample-frames`);
  const available = state.numberOfFrames - frameOffset;
  const { frameCount = available } = options;
  if (frameCount > available)
    throw new RangeError(`frameCount is ${frameCount}; ${available} sample-frames follow the offset`);
  return { frameCount, sizeBytes: frameCount * (isPlanar ? 1 : state.numberOfChannels) * sampleBytes };
}
