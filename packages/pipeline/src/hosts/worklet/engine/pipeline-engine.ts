import type { AnyNodeDefinition } from '../../../node/node-definition.ts';
import type {
  LaneCounts,
  LaneRequest,
  PipelineProcessorOptions,
  WorkletMessage,
  WorkletRequest,
} from '../worklet-protocol.ts';
import { AudioEngine } from './audio-engine.ts';
import { LaneSeat } from './lane-seat.ts';
import { QuantumClock } from './quantum-clock.ts';
import { StreamTable } from './stream-table.ts';

/** What the processor is, apart from the audio thread that calls it. */
export interface PipelineEngineOptions extends PipelineProcessorOptions {
  /** Of the audio context, in Hz. */
  readonly sampleRate: number;
  /** The nodes of this thread. */
  readonly definitions: (type: string) => AnyNodeDefinition | undefined;
  /** Tells the page. */
  readonly post: (message: WorkletMessage) => void;
}

/** Serves the page's requests and renders the quanta: all that the processor does. */
export class PipelineEngine {
  readonly #options: PipelineEngineOptions;
  readonly #streams: StreamTable;
  readonly #engine: AudioEngine;
  readonly #clock = new QuantumClock();
  readonly #now = (): number => this.#clock.now();
  #seats: LaneSeat[] = [];
  #isOver = false;

  constructor(options: PipelineEngineOptions) {
    const { slots, channelCount, sampleRate, post } = options;
    this.#options = options;
    this.#streams = new StreamTable(slots);
    this.#engine = new AudioEngine({
      sampleRate,
      channelCount,
      streams: this.#streams,
      onSwapped: (_, now) => {
        const seat = this.#seats.find(({ lane }) => lane === now);
        if (seat) post({ type: 'swapped', lane: seat.number });
        this.#forgetPast();
      },
    });
  }

  /** Serves a request of the page. */
  receive(request: WorkletRequest): void {
    switch (request.type) {
      case 'lane':
        this.#openLane(request);
        break;
      case 'stream':
        this.#setStream(request.slot, request.streamId);
        break;
      case 'counts':
        this.#options.post({ type: 'counts', id: request.id, counts: this.#counts() });
        break;
      case 'clear':
        this.#engine.lane?.clear();
        break;
      case 'end':
        this.close();
    }
  }

  /**
   * Renders a quantum.
   *
   * @param frame the number of the first sample-frame since the context began
   * @returns whether there will be more
   */
  process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
    frame: number,
  ): boolean {
    if (this.#isOver) return false;
    this.#clock.begin(frame, this.#options.sampleRate);
    this.#engine.process(inputs, outputs, frame);
    this.#clock.end();
    for (let index = 0; index < this.#seats.length; index += 1) this.#seats[index]?.tick(frame);
    return true;
  }

  /** Ends everything. Calling it again does nothing. */
  close(): void {
    this.#isOver = true;
    for (const seat of this.#seats) seat.close();
    this.#seats = [];
    this.#engine.close();
  }

  get #heard(): LaneSeat | undefined {
    return this.#seats.find(({ lane }) => lane !== undefined && lane === this.#engine.lane);
  }

  #counts(): LaneCounts | undefined {
    const counts = this.#heard?.counts();
    return counts && { ...counts, graphs: this.#seats.length };
  }

  /** Graphs that were exchanged, or never opened, are their pages' to close. */
  #forgetPast(): void {
    const { lane: heard, next } = this.#engine;
    this.#seats = this.#seats.filter(({ lane, isOver }) => !isOver && (!lane || lane === heard || lane === next));
  }

  #openLane(request: LaneRequest): void {
    this.#forgetPast();
    const { sampleRate, channelCount, bufferMs, definitions } = this.#options;
    const seat = new LaneSeat(request, {
      engine: this.#engine,
      streams: this.#streams,
      format: { sampleRate, channelCount, bufferMs },
      definitions,
      now: this.#now,
    });
    this.#seats.push(seat);
  }

  #setStream(slot: number, streamId: string | undefined): void {
    if (this.#streams.idOf(slot) !== undefined) this.#engine.endStream(slot);
    if (streamId !== undefined) this.#streams.take(slot, streamId);
    else this.#streams.free(slot);
    this.#engine.lane?.freeSlot(slot);
    this.#engine.next?.freeSlot(slot);
  }
}
