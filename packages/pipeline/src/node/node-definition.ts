import type { AudioFormat } from '../data/audio-block.ts';
import type { DataKind, RuntimeData } from '../data/runtime-data.ts';
import type { NodeParams, ParamValues } from './param.ts';

/** Where a graph runs: the audio thread, a `Worker`, a thread of Node, or the thread that calls. */
export type HostName = 'worklet' | 'worker' | 'node' | 'inline';

/** What a port takes or gives: kinds of data, all of them, or, for an output, whatever comes in. */
export type PortKinds = readonly DataKind[] | 'any' | 'same';

/** The ports of one side by name; the first one is meant where a connection names none. */
export type Ports = Readonly<Record<string, PortKinds>>;

/** How a file that a node needs is handed to it: compiled WebAssembly, its bytes, or its address. */
export type AssetForm = 'module' | 'bytes' | 'url';

/** A file that a node needs, in the form that it asked for. */
export type Asset = WebAssembly.Module | Uint8Array | string;

/** Where an item came from. */
export interface InputSource {
  /** The port of this node that it came to. */
  readonly port: string;
  /** Id of the node that gave it; empty for what comes from outside. */
  readonly nodeId: string;
}

/** What a running node gets from its host. */
export interface NodeContext {
  /** The node's id in the manifest. */
  readonly id: string;
  /** Where the graph runs. */
  readonly host: HostName;
  /** Aborted when the node is about to be closed. */
  readonly signal: AbortSignal;
  /** Milliseconds on the host's clock; in a worklet it advances by whole render quanta. */
  now(): number;
  /**
   * Hands an item on, at any time until `close`. A video frame becomes the runtime's, which closes it when everybody is
   * done with it. An audio block is read, or copied, before this returns: fill it again afterwards.
   *
   * @param port the output; the first one if absent
   */
  emit(item: RuntimeData, port?: string): void;
  /** A file that the definition lists in `assets`. @throws {SdkError} `not-found` for another name */
  asset(name: string): Asset;
}

/** A node at work. */
export interface NodeInstance {
  /**
   * Takes one item. It is borrowed: whoever keeps samples or pixels longer than the call (until the promise settles, if
   * there is one) copies or clones them, and nobody writes to them or closes them. The same item may be emitted.
   *
   * Calls never overlap: the next one comes when the promise has settled. What is thrown becomes an error that names the
   * node; the item is lost, the node goes on.
   */
  process(item: RuntimeData, from: InputSource): void | Promise<void>;
  /** The input is over: emits what is still inside. More may come afterwards. */
  flush?(): void | Promise<void>;
  /** Other parameters, all of them; without this the node is made anew. */
  update?(params: Readonly<Record<string, unknown>>): void;
  /** Forgets what is in flight: somebody interrupted (`barge_in`). */
  reset?(): void;
  /** Lets go of everything. Called once. */
  close?(): void | Promise<void>;
}

/** What is known about the sound on a connection; a member is `undefined` where only running will tell. */
export type KnownFormat = { readonly [K in keyof AudioFormat]: AudioFormat[K] | undefined };

/** Returned by {@link NodeDefinition.audioFormat} when a format cannot be taken. An error that it throws means the same. */
export interface FormatConflict {
  /** What was expected, what comes, what to do. */
  readonly conflict: string;
}

/** What a node is: the same object in every host. */
export interface NodeDefinition<S extends NodeParams = NodeParams> {
  /** The `node_type` of manifests. */
  readonly type: string;
  /** Other types that mean this node. */
  readonly aliases?: readonly string[];
  /** One or two sentences: what it does. */
  readonly about: string;
  /** Its parameters by their names in TypeScript. */
  readonly params: S;
  /** What it takes and what it gives. */
  readonly ports: { readonly inputs: Ports; readonly outputs: Ports };
  /**
   * Whether it can run on the audio thread: `process` returns nothing, and allocates nothing once the format of the
   * sound is known. Events, some per second, may be allocated.
   *
   * @default false
   */
  readonly isRealtime?: boolean;
  /** Where it can run, if not everywhere. */
  readonly hosts?: readonly HostName[];
  /** Files that it needs, by name. They are fetched before `create`, from addresses that the application can change. */
  readonly assets?: Readonly<Record<string, AssetForm>>;
  /**
   * What becomes of the sound: the format of the output for that of the input, or why it cannot be. Without it the output
   * is as the input.
   */
  audioFormat?(params: ParamValues<S>, input: KnownFormat): KnownFormat | FormatConflict;
  /** Makes one that works. On the audio thread it must be ready at once: no promise there. */
  create(params: ParamValues<S>, context: NodeContext): NodeInstance | Promise<NodeInstance>;
}

/** A definition whose parameters are not known to the compiler: what registries hold. */
export interface AnyNodeDefinition extends Omit<NodeDefinition, 'audioFormat' | 'create'> {
  /** See {@link NodeDefinition.audioFormat}. */
  audioFormat?(params: Readonly<Record<string, unknown>>, input: KnownFormat): KnownFormat | FormatConflict;
  /** See {@link NodeDefinition.create}. */
  create(params: Readonly<Record<string, unknown>>, context: NodeContext): NodeInstance | Promise<NodeInstance>;
}

/**
 * Defines a node. The parameters of `create` are typed by the schema.
 *
 * @example
 * export const tremolo = defineNode({
 *   type: 'Tremolo',
 *   about: 'Makes the sound swell and fade.',
 *   params: { rateHz: param.number({ about: 'How often.', default: 5, min: 0.1, max: 20, unit: 'Hz' }) },
 *   ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
 *   isRealtime: true,
 *   create: ({ rateHz }, { emit }) => new TremoloNode(rateHz, emit),
 * });
 */
export function defineNode<const S extends NodeParams>(definition: NodeDefinition<S>): NodeDefinition<S> {
  return definition;
}
