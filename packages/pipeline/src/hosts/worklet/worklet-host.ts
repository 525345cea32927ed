import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { StartThread } from '../graph-thread.ts';
import { laneThread } from './lane-thread.ts';
import { loadWorklet } from './load-worklet.ts';
import {
  type LaneCounts,
  type LaneRequest,
  type PipelineProcessorOptions,
  PROCESSOR_NAME,
  WORKLET_VERSION,
  type WorkletMessage,
  type WorkletRequest,
} from './worklet-protocol.ts';

/** How a {@link WorkletHost} is opened. */
export interface WorkletHostOptions {
  /** Where the processor's file is. @default beside this package's own files */
  readonly workletUrl?: URL | string | undefined;
  /** Modules with nodes of the application. */
  readonly nodeModules?: readonly (URL | string)[] | undefined;
  /** How many streams there can be at once. @default 1 */
  readonly slots?: number | undefined;
  /** Channels of each output. @default 2 */
  readonly channelCount?: number | undefined;
  /** How much sound may wait for an output, in ms; what is older is dropped. @default 1000 */
  readonly bufferMs?: number | undefined;
}

/** A graph to be: how to reach its place on the audio thread. */
export interface Lane {
  /** Starts what the page drives it with. */
  readonly start: StartThread;
  /** Fulfils when it has taken over from the one before; rejects when the host is closed first. */
  readonly swapped: Promise<void>;
}

/** What a {@link WorkletHost} announces. */
export type WorkletHostEvents = {
  /** The processor threw, or is gone: there will be silence from now on. */
  death: SdkError;
};

/** Where the file of the processor lies among the sources; a build has it elsewhere and knows where. */
function defaultUrl(): URL {
  return new URL('./pipeline.worklet.ts', import.meta.url);
}

/** An `AudioWorkletNode` in which graphs run, one after the other, and how many streams they have. */
export class WorkletHost extends Emitter<WorkletHostEvents> {
  /** Inputs and outputs have the numbers of the slots. */
  readonly node: AudioWorkletNode;
  readonly #waiting = new Map<number, { resolve: () => void; reject: (error: SdkError) => void }>();
  readonly #asked = new Map<number, (counts: LaneCounts | undefined) => void>();
  readonly #lanes = new Set<(error: SdkError) => void>();
  #lastId = 0;
  #end: SdkError | undefined;

  private constructor(node: AudioWorkletNode) {
    super();
    this.node = node;
    node.port.onmessage = ({ data }: MessageEvent<WorkletMessage>) => this.#receive(data);
    node.onprocessorerror = () => this.#die(new SdkError('internal', 'the processor of the pipeline failed'));
  }

  /**
   * Loads what is needed into a context and makes the node.
   *
   * @throws {SdkError} `unavailable` when a module cannot be loaded
   */
  static async open(context: BaseAudioContext, options: WorkletHostOptions = {}): Promise<WorkletHost> {
    const { workletUrl = defaultUrl(), nodeModules = [], slots = 1, channelCount = 2, bufferMs = 1000 } = options;
    await loadWorklet(context, workletUrl);
    for (const module of nodeModules) await loadWorklet(context, module);
    const processorOptions: PipelineProcessorOptions = { slots, channelCount, bufferMs };
    const node = new AudioWorkletNode(context, PROCESSOR_NAME, {
      numberOfInputs: slots,
      numberOfOutputs: slots,
      outputChannelCount: new Array<number>(slots).fill(channelCount),
      processorOptions,
    });
    return new WorkletHost(node);
  }

  /** Makes place for a graph. It takes over when it is open and warm. */
  openLane(options: Pick<LaneRequest, 'exits' | 'leadMs' | 'bridge' | 'inputRate'>): Lane {
    const { port1, port2 } = new MessageChannel();
    this.#lastId += 1;
    const lane = this.#lastId;
    const swapped = new Promise<void>((resolve, reject) => {
      if (this.#end) reject(this.#end);
      else this.#waiting.set(lane, { resolve, reject });
    });
    // Whoever does not wait for it hears of the end elsewhere.
    swapped.catch(() => {});
    this.#post({ type: 'lane', lane, port: port2, ...options }, options.bridge ? [port2, options.bridge] : [port2]);
    return { start: laneThread(port1, (listener) => this.#onDeath(listener)), swapped };
  }

  /** Says which stream a slot has; `undefined` when it has none any more. */
  setStream(slot: number, streamId: string | undefined): void {
    this.#post({ type: 'stream', slot, streamId }, []);
  }

  /** How the graph that is heard fares; `undefined` when there is none. @throws {SdkError} when the host is closed */
  counts(): Promise<LaneCounts | undefined> {
    if (this.#end) return Promise.reject(this.#end);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#post({ type: 'counts', id }, []);
    });
  }

  /** Drops the sound that waits for the outputs: it fades within one render quantum. */
  clear(): void {
    this.#post({ type: 'clear' }, []);
  }

  /** Ends the processor and lets go of the node. Calling it again does nothing. */
  close(): void {
    if (this.#end) return;
    this.#post({ type: 'end' }, []);
    this.#finish(new SdkError('failed-precondition', 'the pipeline is closed'));
    this.removeAllListeners();
  }

  #receive(message: WorkletMessage): void {
    switch (message.type) {
      case 'started':
        if (message.version !== WORKLET_VERSION) this.#die(otherVersion());
        break;
      case 'swapped':
        this.#waiting.get(message.lane)?.resolve();
        this.#waiting.delete(message.lane);
        break;
      case 'counts':
        this.#asked.get(message.id)?.(message.counts);
        this.#asked.delete(message.id);
    }
  }

  #onDeath(listener: (error: SdkError) => void): Undo {
    this.#lanes.add(listener);
    return () => void this.#lanes.delete(listener);
  }

  #die(error: SdkError): void {
    if (this.#end) return;
    this.#finish(error);
    this.emit('death', error);
  }

  #finish(why: SdkError): void {
    this.#end = why;
    this.node.disconnect();
    this.node.onprocessorerror = null;
    this.node.port.onmessage = null;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
    for (const resolve of this.#asked.values()) resolve(undefined);
    this.#asked.clear();
    // Nobody answers any more: what the page still asks of its graphs must not wait.
    for (const tell of [...this.#lanes]) tell(why);
    this.#lanes.clear();
  }

  #post(message: WorkletRequest, transfer: Transferable[]): void {
    if (!this.#end) this.node.port.postMessage(message, transfer);
  }
}

function otherVersion(): SdkError {
  const detail = "the worklet's file is of another release than the page's code; serve the one of this release";
  return new SdkError('failed-precondition', detail);
}
