import { SdkError } from '@remotemedia/base';
import type { CoderEngine } from '../../../engine/ports.ts';
import { trackCodec, untrackCodec } from '../../../module/live-codecs.ts';

/** Where the engine of a coder is, when it has one; counted as an open coder from then on. */
export class EngineSeat<Config, Input> {
  readonly #name: string;
  #engine: CoderEngine<Config, Input> | undefined;
  #isDead = false;

  /** @param name the coder's class, for whoever counts open coders */
  constructor(name: string) {
    this.#name = name;
  }

  /** The engine, if there is one. */
  get engine(): CoderEngine<Config, Input> | undefined {
    return this.#engine;
  }

  /** The engine, where there must be one. @throws {SdkError} `internal` */
  take(): CoderEngine<Config, Input> {
    if (!this.#engine) throw new SdkError('internal', 'a coder has work and no engine');
    return this.#engine;
  }

  /** Puts an engine there. It is closed when `coder` is collected as garbage, which it must not keep from happening. */
  fill(engine: CoderEngine<Config, Input>, coder: object): CoderEngine<Config, Input> {
    this.leave();
    this.#engine = engine;
    trackCodec(coder, engine, this.#name, () => engine.close());
    return engine;
  }

  /** The engine said that it is dead: it goes at the next reset. */
  died(): void {
    this.#isDead = true;
  }

  /** Has the engine forget its work, or goes on without it if it is dead. */
  reset(): void {
    if (this.#isDead) this.leave();
    else this.#engine?.reset();
  }

  /** Closes the engine, if there is one. */
  leave(): void {
    const engine = this.#engine;
    this.#engine = undefined;
    this.#isDead = false;
    if (!engine) return;
    engine.close();
    untrackCodec(engine, this.#name);
  }
}
