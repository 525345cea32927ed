import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { DataLane, LaneMessage } from '@remotemedia/data';
import {
  type ManifestSource,
  type PipelineControls,
  type PipelineOutput,
  PipelineRunner,
  type RunnerOptions,
  type StreamSession,
} from '@remotemedia/pipeline';
import { dataOfMessage, sendableOfData } from './lane-data.ts';

/** Most messages that wait for the pipeline; the newest are given up beyond that, because a lane cannot be held back. */
const MAX_WAITING = 1_024;

/** How messages go through a pipeline. */
export interface PipeLaneOptions extends RunnerOptions {
  /** Where what comes out is sent: the same lane for answers, another one to hand it on. @default nowhere */
  readonly into?: Pick<DataLane, 'send'> | undefined;
  /** Gives up opening. */
  readonly signal?: AbortSignal | undefined;
}

/** What a {@link LanePipeline} announces. */
export type LanePipelineEvents = {
  /** Something came out, whether or not it is sent on. The listener closes the frame of a picture. */
  output: PipelineOutput;
  /** A node failed, a message was given up, or what came out cannot be sent. It goes on. */
  fault: SdkError;
  /** It is over; `error` unless it or the lane was closed. */
  closed: { readonly error?: SdkError | undefined };
};

/** The messages of a data lane on their way through a pipeline. */
export class LanePipeline extends Emitter<LanePipelineEvents> implements Disposable {
  readonly #runner: PipelineRunner;
  readonly #session: StreamSession;
  readonly #into: PipeLaneOptions['into'];
  readonly #undos: readonly Undo[];
  #waiting = 0;
  #isClosed = false;

  /** Made by {@link pipeLane}. */
  constructor(lane: DataLane, runner: PipelineRunner, session: StreamSession, into: PipeLaneOptions['into']) {
    super();
    this.#runner = runner;
    this.#session = session;
    this.#into = into;
    this.#undos = [
      lane.on('message', (message) => void this.#take(message)),
      lane.on('close', () => this.close()),
      session.on('fault', ({ error }) => this.emit('fault', error)),
      session.on('closed', ({ error }) => this.#end(error)),
    ];
    void this.#read();
  }

  /** Parameters, states and figures of its nodes. */
  get controls(): PipelineControls {
    return this.#session;
  }

  /** Lets go of the pipeline; the lane stays as it is. Calling it again does nothing. */
  close(): void {
    this.#end(undefined);
  }

  /** Closes at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #take(message: LaneMessage): Promise<void> {
    if (this.#waiting >= MAX_WAITING) {
      this.emit('fault', new SdkError('resource-exhausted', `${MAX_WAITING} messages wait for the pipeline already`));
      return;
    }
    this.#waiting += 1;
    try {
      await this.#session.sendInput(dataOfMessage(message));
    } catch (caught) {
      this.#tell(caught);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #read(): Promise<void> {
    try {
      for await (const output of this.#session.received()) {
        this.emit('output', output);
        if (!this.#into) continue;
        try {
          await this.#into.send(sendableOfData(output.data));
        } catch (caught) {
          this.#tell(caught);
        }
      }
    } catch {
      // The session says itself why it is over.
    }
  }

  #tell(caught: unknown): void {
    if (!this.#isClosed) this.emit('fault', SdkError.from(caught, 'internal'));
  }

  #end(error: SdkError | undefined): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const undo of this.#undos) undo();
    void this.#runner.close();
    this.emit('closed', error ? { error } : {});
    this.removeAllListeners();
  }
}

/**
 * Leads the messages of a data lane through a pipeline: text, JSON and bytes become data of these kinds, and what comes out
 * is sent on if `into` says where. It ends with the lane.
 *
 * @throws {ManifestError} when the manifest cannot be run
 * @throws {SdkError} `unavailable` when code or files cannot be loaded, `cancelled` by `signal`
 */
export async function pipeLane(
  lane: DataLane,
  manifest: ManifestSource,
  { into, signal, ...options }: PipeLaneOptions = {},
): Promise<LanePipeline> {
  const runner = new PipelineRunner(options);
  try {
    return new LanePipeline(lane, runner, await runner.createStreamSession(manifest, { signal }), into);
  } catch (error) {
    await runner.close();
    throw error;
  }
}
