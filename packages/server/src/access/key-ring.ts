import { type Clock, SdkError } from '@remotemedia/base';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { LogSink } from '../log.ts';

/** Age at which keys are got anew, in milliseconds: a key that is taken out of the set works no longer than this. */
const MAX_AGE_MS = 600_000;
/** Age up to which keys are used while none can be got, in milliseconds. */
const MAX_STALE_MS = 3_600_000;
/** Shortest time between two tries, in milliseconds, so that tokens with invented keys cause no flood. */
const COOLDOWN_MS = 10_000;

/** Settings of a {@link KeyRing}. */
export interface KeyRingOptions {
  /** Gets the key set. */
  readonly load: () => Promise<JSONWebKeySet>;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Hears why keys cannot be got. */
  readonly log: LogSink;
}

/** Public keys that are got from elsewhere: kept, got anew when they are old or when a token names one that is not there. */
export class KeyRing {
  readonly #options: KeyRingOptions;
  #keys: JWTVerifyGetKey | undefined;
  #loadedAtMs = 0;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #hasFailed = false;
  #loading: Promise<void> | undefined;

  /** @param options see {@link KeyRingOptions} */
  constructor(options: KeyRingOptions) {
    this.#options = options;
  }

  /**
   * The key that a token names.
   *
   * @throws {SdkError} `unavailable` when there are no keys; what jose throws when none of them fits
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const keys = await this.#fresh();
    try {
      return await keys(header, token);
    } catch (caught) {
      const isUnknown = caught instanceof errors.JWKSNoMatchingKey;
      if (!isUnknown || !this.#mayTry) throw caught;
      await this.load();
      return await (this.#keys ?? keys)(header, token);
    }
  };

  /** Gets the keys now; waits for a try that runs already. A failure is written to the log, and keeps the keys there were. */
  load(): Promise<void> {
    this.#loading ??= this.#tryToLoad().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #fresh(): Promise<JWTVerifyGetKey> {
    const isOld = !this.#keys || this.#ageMs > MAX_AGE_MS;
    if (isOld && this.#mayTry) {
      const loading = this.load();
      // After a failure the next try may take long, too: with keys at hand nobody has to wait for it.
      if (!this.#keys || !this.#hasFailed) await loading;
    }
    if (this.#keys && this.#ageMs <= MAX_STALE_MS) return this.#keys;
    const retryAfterMs = Math.max(1, Math.ceil(this.#triedAtMs + COOLDOWN_MS - this.#nowMs));
    const detail = 'the keys that tokens are checked with cannot be had at the moment';
    throw new SdkError('unavailable', `${detail}; try again in ${retryAfterMs} ms`, { retryAfterMs });
  }

  async #tryToLoad(): Promise<void> {
    this.#triedAtMs = this.#nowMs;
    try {
      this.#keys = createLocalJWKSet(await this.#options.load());
      this.#loadedAtMs = this.#nowMs;
      this.#hasFailed = false;
    } catch (caught) {
      this.#hasFailed = true;
      const { detail } = SdkError.from(caught, 'internal');
      this.#options.log({ level: 'error', message: `the keys that tokens are checked with cannot be had: ${detail}` });
    }
  }

  get #mayTry(): boolean {
    return this.#loading !== undefined || this.#nowMs - this.#triedAtMs >= COOLDOWN_MS;
  }

  get #ageMs(): number {
    return this.#nowMs - this.#loadedAtMs;
  }

  get #nowMs(): number {
    return this.#options.clock.now();
  }
}
