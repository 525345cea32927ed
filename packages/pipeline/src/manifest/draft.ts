import type { JsonValue } from '../data/json-value.ts';
import type { Path } from './problem-list.ts';

/** An object of JSON. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** A node as far as it could be read. */
export interface DraftNode {
  /** Its index in `nodes`. */
  readonly index: number;
  /** `undefined` when it has none that can be used. */
  readonly id: string | undefined;
  /** `undefined` when it has none. */
  readonly type: string | undefined;
  readonly params: JsonObject;
  /** Where the parameters are: they have several names. */
  readonly paramsPath: Path;
  /** All members, as they were. */
  readonly source: JsonObject;
}

/** One end of a connection. */
export interface DraftEnd {
  /** `undefined` when it is missing, or no text. */
  readonly id: string | undefined;
  readonly path: Path;
  readonly port: string | undefined;
  readonly portPath: Path;
}

/** A connection as far as it could be read. */
export interface DraftConnection {
  /** Its index in `connections`. */
  readonly index: number;
  readonly from: DraftEnd;
  readonly to: DraftEnd;
}

/** A manifest as far as it could be read: names are ours, problems are told. */
export interface Draft {
  /** From the metadata; empty if absent. */
  readonly name: string;
  readonly nodes: readonly DraftNode[];
  readonly connections: readonly DraftConnection[];
  /** All members, as they were. */
  readonly source: JsonObject;
}
