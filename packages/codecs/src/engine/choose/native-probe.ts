/** What the browser says of a configuration. */
interface NativeSupport {
  readonly supported?: boolean;
  readonly config?: object;
}

/** A coder's class, as far as it can be asked. */
export interface AskableCoder<Config> {
  /** Source: WebCodecs, isConfigSupported. */
  isConfigSupported(config: Config): Promise<NativeSupport>;
}

/** How many answers are kept for each class; a page has few configurations. */
const KEPT = 64;
/** Descriptions above this are not worth a key. */
const LONGEST_KEY = 4096;

/**
 * Values by which nothing is asked for: without the member, the browser does the same. A browser that does not know a
 * member leaves it out of its answer, so whatever else is left out would be lost.
 */
const ASKS_NOTHING: Readonly<Record<string, readonly unknown[]>> = {
  alpha: ['discard'],
  application: ['audio'],
  bitrateMode: ['variable'],
  blockSize: [0],
  compressLevel: [5],
  format: ['aac', 'avc', 'hevc', 'opus'],
  packetlossperc: [0],
  scalabilityMode: ['', 'L1T1'],
  signal: ['auto'],
  usedtx: [false],
  useinbandfec: [false],
};

/** Asks the browser, and remembers what it said. */
export class NativeProbe<Config extends object> {
  readonly #coder: AskableCoder<Config> | undefined;
  readonly #name: string;
  readonly #watched: readonly string[];
  readonly #answers = new Map<string, Promise<string | undefined>>();

  /**
   * @param name the class, for reasons
   * @param watched members that must not be lost; others are hints
   */
  constructor(coder: AskableCoder<Config> | undefined, name: string, watched: readonly string[]) {
    this.#coder = coder;
    this.#name = name;
    this.#watched = watched;
  }

  /** Why the browser cannot do `config`; `undefined` when it can. Never rejects. */
  refusal(config: Config): Promise<string | undefined> {
    const key = keyOf(config);
    const known = key && this.#answers.get(key);
    if (known) return known;
    const answer = this.#ask(config);
    if (key && this.#answers.size < KEPT) this.#answers.set(key, answer);
    return answer;
  }

  async #ask(config: Config): Promise<string | undefined> {
    if (!this.#coder) return `there is no ${this.#name} of the browser`;
    const no = `the browser's ${this.#name} refuses this configuration`;
    try {
      const support = await this.#coder.isConfigSupported(config);
      if (!support.supported) return no;
      const lost = this.#watched.find((name) =>
        isLost(name, Reflect.get(config, name), Reflect.get(support.config ?? {}, name)),
      );
      return lost && `the browser's ${this.#name} does not know all of '${lost}' that is asked for`;
    } catch (error) {
      return error instanceof Error ? `${no}: ${error.message}` : no;
    }
  }
}

/** Whether the browser's copy lacks something of what was asked for. */
function isLost(member: string, asked: unknown, given: unknown): boolean {
  if (asked === undefined || ASKS_NOTHING[member]?.includes(asked)) return false;
  if (typeof asked !== 'object' || asked === null) return given !== asked;
  const isThere = typeof given === 'object' && given !== null;
  if (asked instanceof ArrayBuffer) return !isThere;
  return Object.entries(asked).some(([name, value]) =>
    isLost(name, value, isThere ? Reflect.get(given, name) : undefined),
  );
}

/** What stands for a configuration; `undefined` for one whose description is so long that it is not worth it. */
function keyOf(config: object): string | undefined {
  const isLong = Object.values(config).some((value) => value instanceof ArrayBuffer && value.byteLength > LONGEST_KEY);
  if (isLong) return undefined;
  const key = JSON.stringify(config, bytesToText);
  return key.length <= LONGEST_KEY ? key : undefined;
}

function bytesToText(_name: string, value: unknown): unknown {
  return value instanceof ArrayBuffer ? [...new Uint8Array(value)].join() : value;
}
