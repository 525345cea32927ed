import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { AnyNodeDefinition, Asset, HostName, NodeContext, NodeInstance } from '../node/node-definition.ts';
import { type AbortSwitch, makeAbortSwitch } from './abort-switch.ts';

/** What an instance is made of. */
export interface LiveNodeParts {
  readonly id: string;
  readonly definition: AnyNodeDefinition;
  /** Its place in the plan, from 1. */
  readonly place: number;
  readonly host: HostName;
  readonly assets: Readonly<Record<string, Asset>>;
  readonly now: () => number;
  /** Gets what the instance emits. */
  readonly emit: (item: RuntimeData, port: string) => void;
  /** Gets what is emitted after the end. */
  readonly discard: (item: RuntimeData) => void;
  /** Hears of what fails while nobody waits for it. */
  readonly failed: (what: string, error: unknown) => void;
}

/** One instance of a node with its context: from `create` to `close`. A node that is made anew gets another one. */
export class LiveNode {
  readonly #parts: LiveNodeParts;
  readonly #switch: AbortSwitch = makeAbortSwitch();
  #made: NodeInstance | undefined;
  #isOver = false;

  private constructor(parts: LiveNodeParts) {
    this.#parts = parts;
  }

  /**
   * Makes an instance; at once if the definition does.
   *
   * @throws {SdkError} what `create` threw, with the node named
   */
  static make(parts: LiveNodeParts, params: Readonly<Record<string, unknown>>): LiveNode | Promise<LiveNode> {
    const live = new LiveNode(parts);
    const failed = (cause: unknown): never => {
      live.abort();
      throw nodeError(parts, 'could not be made', cause);
    };
    const begin = (instance: NodeInstance): LiveNode => {
      if (!isInstance(instance)) return failed('create gave no object with a method process');
      live.#made = instance;
      return live;
    };
    let made: NodeInstance | Promise<NodeInstance>;
    try {
      made = parts.definition.create(params, live.#contextOf(parts));
    } catch (cause) {
      return failed(cause);
    }
    return made instanceof Promise ? made.then(begin, failed) : begin(made);
  }

  /** The instance. @throws {SdkError} `failed-precondition` after {@link LiveNode.close} */
  get instance(): NodeInstance {
    if (this.#made) return this.#made;
    throw new SdkError('failed-precondition', 'the node is closed');
  }

  /** Gives it other parameters, if it can take them. @throws what the node throws */
  update(params: Readonly<Record<string, unknown>>): void {
    this.#heed('failed to update', this.instance.update?.(params));
  }

  /** Has it forget what it heard; what it throws is a fault. */
  reset(): void {
    try {
      this.#heed('failed to reset', this.instance.reset?.());
    } catch (error) {
      this.#parts.failed('failed to reset', error);
    }
  }

  /** Closes it while nobody waits; what it throws is a fault. */
  retire(): void {
    this.#heed('failed to close', this.close());
  }

  /** Aborts the signal of the context; from now on nothing is taken from the instance. */
  abort(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#switch.abort(new SdkError('aborted', 'the node is closed'));
  }

  /** Aborts, and closes the instance. */
  async close(): Promise<void> {
    this.abort();
    const instance = this.#made;
    this.#made = undefined;
    await instance?.close?.();
  }

  /** A method that is to work at once may be `async` all the same: nobody else would hear that it fails. */
  #heed(what: string, result: unknown): void {
    if (result instanceof Promise) result.catch((error: unknown) => this.#parts.failed(what, error));
  }

  /** All members are made once and bound: a node may take them out of the context. */
  #contextOf({ id, host, now, emit, discard, definition, assets }: LiveNodeParts): NodeContext {
    const firstPort = firstOutputOf(definition);
    return {
      id,
      host,
      signal: this.#switch.signal,
      now,
      emit: (item, port) => {
        if (this.#isOver) discard(item);
        else emit(item, port ?? firstPort);
      },
      asset: (name) => {
        const asset = Object.hasOwn(assets, name) ? assets[name] : undefined;
        if (asset !== undefined) return asset;
        throw new SdkError('not-found', `the definition of ${definition.type} lists no file named ${name}`);
      },
    };
  }
}

/** The output that is meant where none is named. */
export function firstOutputOf({ ports }: AnyNodeDefinition): string {
  return Object.keys(ports.outputs)[0] ?? 'out';
}

/** An error with the node named. The code stays that of what was thrown. */
export function nodeError({ id, definition }: LiveNodeParts, what: string, cause: unknown): SdkError {
  const { code, detail } = SdkError.from(cause, 'internal');
  return new SdkError(code, `node "${id}" (${definition.type}) ${what}: ${detail}`, { cause });
}

/** Whether it is what a definition promised: modules of the application may be written without types. */
function isInstance(made: unknown): boolean {
  return typeof made === 'object' && made !== null && 'process' in made && typeof made.process === 'function';
}
