/** What kind of problem it is. */
export type ProblemCode =
  /** The text is neither YAML nor JSON, or uses what manifests cannot have. */
  | 'syntax'
  /** A limit is passed. */
  | 'too-large'
  /** A name twice in one object. */
  | 'duplicate-key'
  /** A name that JavaScript keeps for itself, such as `__proto__`. */
  | 'forbidden-key'
  /** A value that JSON has not, or of the wrong type for its place. */
  | 'bad-value'
  /** Something that must be there is not. */
  | 'missing'
  /** A name that is close to one that is known, so probably misspelt. */
  | 'unknown-key'
  /** Another SDK's name for something; it is understood. */
  | 'foreign-name'
  | 'unknown-node-type'
  | 'bad-param'
  | 'unknown-param'
  | 'bad-id'
  | 'duplicate-id'
  /** A connection names a node that is not there. */
  | 'unknown-id'
  | 'unknown-port'
  | 'duplicate-connection'
  | 'self-loop'
  | 'cycle'
  /** What one node gives, the next one does not take. */
  | 'port-mismatch'
  /** Sample rates or channels do not fit. */
  | 'format-conflict'
  /** Nothing can come to a node. */
  | 'unreachable'
  /** A node that has no connection, among others that have. */
  | 'unconnected'
  | 'no-nodes'
  /** Nothing of the kinds that are wanted can come out. */
  | 'no-output';

/** A place in the source text. */
export interface TextPosition {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** From 0, in UTF-16 code units. */
  readonly offset: number;
  /** In UTF-16 code units; 0 where something is missing. */
  readonly length: number;
}

/** Something that is wrong with a manifest, or looks as if it were. */
export interface ManifestProblem {
  /** With an error there is no plan. A warning can be lived with. */
  readonly severity: 'error' | 'warning';
  /** What kind of problem it is. */
  readonly code: ProblemCode;
  /** Where, as a JSON Pointer such as `/nodes/2/params/threshold`; empty for the whole. Source: RFC 6901. */
  readonly path: string;
  /** What was expected, what is there, what to do; for people. */
  readonly message: string;
  /** What to write instead of what is there. */
  readonly suggestion?: string;
  /** Ids of all nodes that have part in it, where there are several: those of a cycle. */
  readonly nodeIds?: readonly string[];
  /** Where in the text, if the manifest came as text. */
  readonly position?: TextPosition;
}
