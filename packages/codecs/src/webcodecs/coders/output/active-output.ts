import { equalDictionaries } from './equal-dictionaries.ts';

/**
 * Says with which outputs the description of the stream goes: with the first one after a configuration, and with each
 * for which it changed. Source: WebCodecs, [[active output config]]; browsers say it anew after each configuration.
 */
export class ActiveOutput<Facts, Config extends object> {
  readonly #describe: (facts: Facts) => Config;
  #facts: Facts | undefined;
  #config: Config | undefined;

  /** @param describe makes the description of what the engine said */
  constructor(describe: (facts: Facts) => Config) {
    this.#describe = describe;
  }

  /** A configuration took effect. */
  renew(): void {
    this.#config = undefined;
  }

  /**
   * The description to go with the next output, if it has to.
   *
   * @param facts what the engine said with this output; `undefined` when it said nothing new
   */
  next(facts: Facts | undefined): Config | undefined {
    this.#facts = facts ?? this.#facts;
    if (this.#facts === undefined || (this.#config && !facts)) return undefined;
    const config = this.#describe(this.#facts);
    if (equalDictionaries(config, this.#config)) return undefined;
    this.#config = config;
    return config;
  }
}
