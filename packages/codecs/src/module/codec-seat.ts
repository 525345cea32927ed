import { SdkError } from '@remotemedia/base';
import type { CodecExports, CodecInstance } from './instance.ts';
import { trackCodec, untrackCodec } from './live-codecs.ts';

/** The place of one coder in an instance of the code: whether it is open, what it took, and what a crash means. */
export abstract class CodecSeat<Exports extends CodecExports> {
  /** The code and its heap. Ask {@link CodecSeat.use} before each use. */
  readonly instance: CodecInstance<Exports>;
  /** Of the class, for messages and reports of leaks. */
  readonly name: string;
  #closed = false;

  /** @param name of the class */
  constructor(instance: CodecInstance<Exports>, name: string) {
    this.instance = instance;
    this.name = name;
  }

  /**
   * The instance, if it may be used.
   *
   * @param doing name of the method
   * @throws {SdkError} `failed-precondition` after closing, `internal` after a crash
   */
  use(doing: string): CodecInstance<Exports> {
    if (this.#closed) {
      throw new SdkError('failed-precondition', `${this.name}.${doing} was called on an object that is closed`);
    }
    if (this.instance.broken) throw this.instance.broken;
    return this.instance;
  }

  /** The error for what a call into the code threw; the instance is lost. */
  crash(cause: unknown, doing: string): SdkError {
    return cause instanceof SdkError ? cause : this.instance.fail(cause, `${this.name}.${doing}`);
  }

  /** The object that sits here is complete: it counts as open, and as leaked if it is collected before it is closed. */
  occupy(object: object): void {
    trackCodec(object, this, this.name, () => this.#release());
  }

  /** Gives everything back; may be called twice. It never throws. */
  close(): void {
    if (this.#closed) return;
    untrackCodec(this, this.name);
    this.#release();
  }

  /** Gives back what was taken, by calls into the code. */
  protected abstract giveBack(): void;

  #release(): void {
    this.#closed = true;
    // The heap of a crashed instance is not touched again; it goes as a whole.
    if (this.instance.broken) return;
    try {
      this.giveBack();
    } catch (cause) {
      this.instance.fail(cause, `${this.name}.close`);
    }
  }
}
