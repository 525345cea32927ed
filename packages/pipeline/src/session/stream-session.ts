import { abortError, Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { GraphListener, HostedGraph } from '../hosts/hosted-graph.ts';
import type { HostName } from '../node/node-definition.ts';
import type { GraphPlan, NodeState } from '../plan/graph-plan.ts';
import type { GraphStats } from '../run/index.ts';
import type { GraphControls } from './graph-controls.ts';
import { InputGate } from './input-gate.ts';
import { checkedItem, closeRefused } from './item-of.ts';
import { closeOutput, OutputQueue } from './output-queue.ts';
import type { PipelineControls, PipelineEvents, TopicListener } from './pipeline-controls.ts';
import type { PipelineOutput } from './pipeline-output.ts';
import type { SendOptions } from './session-options.ts';

/** What a session is made of. */
export interface SessionParts {
  readonly graph: HostedGraph;
  readonly controls: GraphControls;
}

/** How a session ends. */
interface SessionEnd {
  readonly error: SdkError | undefined;
  readonly drain: boolean;
}

/**
 * A pipeline that takes items and gives items until it is closed. Whoever opens it closes it:
 * `await using session = await runner.createStreamSession(manifest)`.
 */
export class StreamSession extends Emitter<PipelineEvents> implements PipelineControls, AsyncDisposable {
  readonly #outputs: OutputQueue;
  readonly #gate: InputGate;
  readonly #sending = new Set<Promise<void>>();
  readonly #stopListening: Undo;
  readonly #cut: Promise<SessionEnd>;
  #cutShort: (how: SessionEnd) => void = () => {};
  #parts: SessionParts | undefined;
  #types: ReadonlyMap<string, string> = new Map();
  #closing: Promise<void> | undefined;

  private constructor(signal: AbortSignal | undefined) {
    super();
    this.#cut = new Promise((resolve) => {
      this.#cutShort = resolve;
    });
    this.#gate = new InputGate(() => this.#outputs.isFull && !this.#closing);
    this.#outputs = new OutputQueue(() => this.#gate.letIn());
    const onAbort = () => void (signal && this.#end({ error: abortError(signal), drain: false }));
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#stopListening = () => signal?.removeEventListener('abort', onAbort);
  }

  /**
   * Makes a session of what `open` opens. Not for applications: `PipelineRunner.createStreamSession` does.
   *
   * @throws what `open` threw
   */
  static async open(
    open: (listener: GraphListener) => Promise<SessionParts>,
    signal: AbortSignal | undefined,
  ): Promise<StreamSession> {
    const session = new StreamSession(signal);
    try {
      session.#begin(await open(session.#listener()));
    } catch (error) {
      session.#stopListening();
      throw error;
    }
    if (signal?.aborted) {
      await session.close();
      throw abortError(signal);
    }
    return session;
  }

  get host(): HostName {
    return this.#use().graph.host;
  }

  get plan(): GraphPlan {
    return this.#use().controls.plan;
  }

  /** Its name on the control bus. */
  get sessionId(): string {
    return this.#use().controls.sessionId;
  }

  /**
   * Sends an item in. A picture becomes the session's, which closes its frame in any case. It waits while eight items are
   * under way, or 256 outputs wait to be read.
   *
   * @returns fulfils when there is room for the next item
   * @throws {SdkError} `invalid-argument` for what is no item or what no node takes, `not-found` for an unknown node or
   *   port, `resource-exhausted` when 256 more items wait, `cancelled`, `failed-precondition` after close, or why the
   *   pipeline was lost
   */
  async sendInput(data: RuntimeData, options: SendOptions = {}): Promise<void> {
    const sending = this.#send(data, options);
    this.#sending.add(sending);
    try {
      await sending;
    } finally {
      this.#sending.delete(sending);
    }
  }

  /**
   * What leaves the pipeline, in order, until it is closed. Outputs wait here from the beginning, unless somebody only
   * listens to `output`. A loop that is left early leaves the rest to the next one. The frame of a picture is the reader's
   * to close.
   *
   * @throws {SdkError} `failed-precondition` while another loop reads; why the pipeline was lost
   */
  received(): AsyncIterableIterator<PipelineOutput> {
    return this.#outputs.read();
  }

  /** Closes the outputs that wait, which nobody wants any more. */
  dropOutputs(): void {
    this.#outputs.drop();
  }

  /** Has every node emit what it holds back, after all that was sent before. @throws why the pipeline was lost */
  async flush(): Promise<void> {
    await Promise.allSettled(this.#sending);
    await this.#use().graph.flush();
  }

  async setParams(nodeId: string, partial: Readonly<Record<string, JsonValue>>): Promise<void> {
    await this.#use().controls.setParams(nodeId, partial);
  }

  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    await this.#use().controls.setNodeState(nodeId, state);
  }

  subscribe(topic: string, listener: TopicListener): Undo {
    return this.#use().controls.subscribe(topic, listener);
  }

  async publish(topic: string, data: RuntimeData | JsonValue): Promise<void> {
    await this.#use().controls.publish(topic, data);
  }

  async stats(): Promise<GraphStats> {
    return await this.#use().controls.stats();
  }

  /**
   * Ends it, with its thread. Idempotent; never rejects.
   *
   * @param options with `drain`, everything that was sent is worked off before, and can still be read afterwards
   */
  async close({ drain = false }: { readonly drain?: boolean | undefined } = {}): Promise<void> {
    await this.#end({ error: undefined, drain });
  }

  /** Like {@link StreamSession.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #begin(parts: SessionParts): void {
    this.#parts = parts;
    this.#types = new Map(parts.controls.plan.nodes.map(({ id, type }) => [id, type]));
  }

  #listener(): GraphListener {
    return {
      onOutput: (data, nodeId, port) => this.#onOutput(data, nodeId, port),
      onFault: (fault) => this.emit('fault', fault),
      onDeath: (error) => void this.#end({ error, drain: false }),
    };
  }

  async #send(data: RuntimeData, { signal, nodeId, port }: SendOptions): Promise<void> {
    let item: RuntimeData;
    try {
      item = checkedItem(data);
      await this.#gate.enter(signal);
    } catch (error) {
      closeRefused(data);
      throw error;
    }
    try {
      await this.#use().graph.push(item, nodeId === undefined ? undefined : { nodeId, port });
    } finally {
      this.#gate.leave();
    }
  }

  #onOutput(data: RuntimeData, nodeId: string, port: string): void {
    // On the caller's own thread a block is filled again when this returns.
    const kept = data.kind === 'audio' && this.#parts?.graph.host === 'inline' ? data.copy() : data;
    const output = { nodeId, nodeType: this.#types.get(nodeId) ?? '', port, data: kept };
    this.emit('output', output);
    if (!this.#outputs.isRead && this.listenerCount('output') > 0) {
      closeOutput(output);
      return;
    }
    try {
      this.#outputs.push(output);
    } catch (error) {
      void this.#end({ error: SdkError.from(error), drain: false });
    }
  }

  #use(): SessionParts {
    if (this.#parts) return this.#parts;
    throw new SdkError('failed-precondition', 'the session is not open');
  }

  #end(how: SessionEnd): Promise<void> {
    if (!how.drain) this.#cutShort(how);
    // Not at once: what is begun here looks at `#closing`.
    this.#closing ??= Promise.resolve().then(() => this.#close(how));
    return this.#closing;
  }

  async #close(how: SessionEnd): Promise<void> {
    const { error, drain } = how.drain ? await this.#drain() : how;
    this.#stopListening();
    this.#gate.close(error ?? new SdkError('failed-precondition', 'the session is closed'));
    await this.#parts?.graph.close();
    this.#parts?.controls.close();
    this.#outputs.end({ error, isDropped: !drain });
    this.emit('closed', { error });
    this.removeAllListeners();
  }

  /** Waits for what is under way, until somebody wants the end at once or the thread is lost. */
  async #drain(): Promise<SessionEnd> {
    // Whoever waits for a reader is let in: there may never be one.
    this.#gate.letIn();
    const drained = Promise.allSettled(this.#sending)
      .then(() => this.#parts?.graph.flush())
      .then(
        () => ({ error: undefined, drain: true }),
        (error: unknown) => ({ error: SdkError.from(error), drain: false }),
      );
    return await Promise.race([this.#cut, drained]);
  }
}
