import type { Awaitable } from '../../hub/awaitable.ts';
import type { JsonSchema } from '../openrpc/json-schema.ts';
import type { Params } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';

/** One method. */
export interface Method {
  /**
   * Carries it out.
   *
   * @param number the client's own number of the call; 0 for none
   * @returns the result
   * @throws {SdkError} A promise rejects with it.
   */
  readonly run: (params: Params, state: SessionState, number: number) => Awaitable<object>;
  /** The error number for what the hub calls an invalid argument. */
  readonly invalidNumber: number;
  /** Whether it changes nothing, so that a repeated call can be carried out again. */
  readonly isReadOnly: boolean;
  /** What there is to know of it. */
  readonly doc: MethodDoc;
}

/** A parameter, or a result, as the OpenRPC document has it. */
export interface ValueDoc {
  /** Its name. */
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** Whether it must be there. */
  readonly required: boolean;
  /** What it may be. */
  readonly schema: JsonSchema;
}

/** What there is to know of a method. */
interface MethodDoc {
  /** One sentence. */
  readonly summary: string;
  /** What is said on top of that. */
  readonly description?: string;
  /** Its parameters. */
  readonly params: readonly ValueDoc[];
  /** What its result may be. */
  readonly result: JsonSchema;
  /** Numbers of the errors that it may give, on top of those of any call. */
  readonly errors: readonly number[];
  /** A call that goes well where `bob` is in the room, and the caller is announced as `alice` if it has to be. */
  readonly example: MethodExample;
}

/** A call and its result. */
export interface MethodExample {
  /** Whether the caller is announced before. */
  readonly isAnnounced: boolean;
  /** The parameters of the call. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The result. */
  readonly result: object;
}
