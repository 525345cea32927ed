import { SdkError, systemClock, withDeadline } from '@remotemedia/base';
import { compileManifest, type ManifestSource } from '../compile/check-manifest.ts';
import type { DataKind, RuntimeData } from '../data/runtime-data.ts';
import { builtinNodes } from '../nodes/index.ts';
import type { GraphPlan } from '../plan/graph-plan.ts';
import { NodeRegistry } from '../registry/node-registry.ts';
import { checkOptions } from './check-options.ts';
import { checkedItem, closeRefused } from './item-of.ts';
import { openSession } from './open-session.ts';
import type { PipelineOutput } from './pipeline-output.ts';
import type { RunnerOptions } from './runner-options.ts';
import { sendThrough } from './send-through.ts';
import type { SessionOptions } from './session-options.ts';
import type { StreamSession } from './stream-session.ts';

/** Longest time for an opening, or for a whole unary call, in ms. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** How a single call is made. */
export interface ExecuteOptions {
  /** Gives up and ends the pipeline. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time for all of it, in ms, downloads included; `Infinity` for none. @default 30_000 */
  readonly timeoutMs?: number | undefined;
}

/** Runs manifests: one call at a time, or as sessions. Each has a graph, and a thread, of its own. */
export class PipelineRunner implements AsyncDisposable {
  /** The nodes that manifests can name. */
  readonly registry: NodeRegistry;
  readonly #options: RunnerOptions;
  readonly #sessions = new Set<StreamSession>();
  readonly #closer = new AbortController();

  /**
   * Makes a runner; nothing is loaded yet.
   *
   * @param options what it knows beside the nodes that come with the SDK
   */
  constructor(options: RunnerOptions = {}) {
    this.#options = options;
    this.registry = new NodeRegistry(builtinNodes).with(options.nodes ?? []);
  }

  /**
   * Sends items through a pipeline and gives what comes out first.
   *
   * @param input an item, or several: the blocks of a mix; pictures become the runner's, which closes their frames in any
   *   case
   * @returns the first output; the frame of a picture is the caller's to close
   * @throws {ManifestError} with all problems of the manifest
   * @throws {SdkError} `not-found` when nothing comes out, else the error of the node that threw; `deadline-exceeded`,
   *   `cancelled`; what {@link PipelineRunner.createStreamSession} and `StreamSession.sendInput` throw
   */
  async executeUnary(
    manifest: ManifestSource,
    input: RuntimeData | readonly RuntimeData[],
    options: ExecuteOptions = {},
  ): Promise<RuntimeData> {
    const [first] = await this.#execute(manifest, input, options, 1);
    if (first) return first.data;
    throw new SdkError('not-found', 'nothing came out of the pipeline: no node emitted anything for this input');
  }

  /**
   * Sends items through a pipeline and gives all that comes out.
   *
   * @throws what {@link PipelineRunner.executeUnary} throws, but nothing when nothing comes out
   */
  async executeAll(
    manifest: ManifestSource,
    input: RuntimeData | readonly RuntimeData[],
    options: ExecuteOptions = {},
  ): Promise<readonly PipelineOutput[]> {
    return await this.#execute(manifest, input, options, Number.POSITIVE_INFINITY);
  }

  /**
   * Opens a pipeline that takes and gives items until it is closed.
   *
   * @throws {ManifestError} with all problems of the manifest
   * @throws {SdkError} with the node named: `failed-precondition` when it cannot run here or a file has no address, what
   *   its loading or making threw; `unavailable` when no thread can be made, `deadline-exceeded`, `cancelled`
   */
  async createStreamSession(manifest: ManifestSource, options: SessionOptions = {}): Promise<StreamSession> {
    return await this.#open(compileManifest(manifest, { registry: this.registry }), options);
  }

  /** Closes all its sessions, and ends calls that are under way. Idempotent. */
  async close(): Promise<void> {
    this.#closer.abort(new SdkError('aborted', 'the runner is closed'));
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  /** Like {@link PipelineRunner.close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #open(plan: GraphPlan, options: SessionOptions): Promise<StreamSession> {
    if (this.#closer.signal.aborted) throw new SdkError('failed-precondition', 'the runner is closed');
    checkOptions(options);
    const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
    const { clock = systemClock } = this.#options;
    const either = signal ? AbortSignal.any([signal, this.#closer.signal]) : this.#closer.signal;
    const opening = { plan, registry: this.registry, runner: this.#options, options };
    const session = await withDeadline((limited) => openSession(opening, either, limited), {
      signal: either,
      timeoutMs,
      what: 'the opening of the pipeline',
      clock,
    });
    this.#sessions.add(session);
    session.on('closed', () => this.#sessions.delete(session));
    return session;
  }

  async #execute(
    manifest: ManifestSource,
    input: RuntimeData | readonly RuntimeData[],
    { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: ExecuteOptions,
    limit: number,
  ): Promise<readonly PipelineOutput[]> {
    const given: readonly RuntimeData[] = Array.isArray(input) ? input : [input];
    const { items, plan } = this.#prepare(manifest, given);
    const { clock = systemClock } = this.#options;
    const work = async (limited: AbortSignal) => {
      const session = await this.#open(plan, { signal: limited, timeoutMs: Number.POSITIVE_INFINITY });
      return await sendThrough(session, items, limit);
    };
    return await withDeadline(work, { signal, timeoutMs, what: 'the pipeline', clock });
  }

  #prepare(manifest: ManifestSource, given: readonly RuntimeData[]) {
    try {
      const items = given.map(checkedItem);
      const inputKinds = [...new Set(items.map(({ kind }): DataKind => kind))];
      return { items, plan: compileManifest(manifest, { registry: this.registry, inputKinds }) };
    } catch (error) {
      for (const item of given) closeRefused(item);
      throw error;
    }
  }
}
