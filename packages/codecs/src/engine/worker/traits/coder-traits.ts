import type { CodecFile } from '../../../module/codec-source.ts';
import type { ThreadUse } from '../pool/thread-pool.ts';
import type { CoderInput, CoderKind, CoderOutput } from '../protocol.ts';

/** An input in a message, and what moves to the thread with it. */
export interface Packed {
  /** For the session. */
  readonly input: CoderInput;
  /** Gone from here once it is sent. */
  readonly transfer: Transferable[];
}

/** How the engines of the four coders differ. */
export interface CoderTraits<Config extends object, Input, Output> {
  /** Which session does the work. */
  readonly kind: CoderKind;
  /** Which threads it may use. */
  readonly use: ThreadUse;
  /** Inputs under way at a time: one at work, the others on their way there and back. */
  readonly capacity: number;
  /** The file that a configuration needs. @throws {SdkError} `unimplemented` when there is none */
  readonly fileOf: (config: Config) => CodecFile;
  /** Puts an input into a message and closes it. */
  readonly pack: (input: Input) => Packed;
  /** Closes an input that nobody will work off. */
  readonly drop: (input: Input) => void;
  /** Makes an output of what the session gave. */
  readonly unpack: (output: CoderOutput) => Output;
}
