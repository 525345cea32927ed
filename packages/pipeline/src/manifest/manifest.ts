import type { JsonValue } from '../data/json-value.ts';

/** One node of a {@link Manifest}. Members that are not listed here are kept as they are, and ignored. */
export interface ManifestNode {
  /** Unique in the manifest; 1–64 characters. Topics of the control bus cannot name an id with a dot in it. */
  readonly id: string;
  /** The type of a {@link NodeDefinition}, or one of its aliases; a `Node` at its end may be there or not. */
  readonly node_type: string;
  /** By their names in snake_case or camelCase. The protobuf form has the same object as JSON text. */
  readonly params?: { readonly [name: string]: JsonValue } | string | null;
}

/** One connection of a {@link Manifest}. */
export interface ManifestConnection {
  /** Id of the node that gives. */
  readonly from: string;
  /** Id of the node that receives. */
  readonly to: string;
  /** Only what is emitted on this port; whatever the node emits if absent. Servers of upstream ignore it. */
  readonly from_port?: string;
  /** The port that receives; the first one if absent. Servers of upstream ignore it. */
  readonly to_port?: string;
}

/**
 * A pipeline as its author writes it. Source: the manifest of upstream (`version`, `metadata`, `nodes`, `connections`); its
 * further members may be there and are ignored.
 */
export interface Manifest {
  /** Not looked at; `v1` for upstream. */
  readonly version?: string;
  /** What the pipeline is called, and what it is for. */
  readonly metadata?: { readonly name?: string; readonly description?: string };
  /** In any order; at most 256. */
  readonly nodes: readonly ManifestNode[];
  /** Nodes that no connection leads to get the input; what nodes emit that no connection leaves is the output. */
  readonly connections?: readonly ManifestConnection[];
}
