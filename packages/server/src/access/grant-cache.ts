import type { Grant } from './grant.ts';

/** How long a verified token is believed without a look at its keys, in milliseconds. */
const MAX_AGE_MS = 60_000;
/** Most tokens that are remembered. */
const MAX_GRANTS = 1_024;

/** Remembers what tokens allow, so that calls that come one after another do not each cost a signature. */
export class GrantCache {
  readonly #grants = new Map<string, { readonly grant: Grant; readonly untilMs: number }>();

  /** What the token of this digest allows, if it was verified less than a minute ago and has not expired. */
  find(digest: Buffer, unixMs: number): Grant | undefined {
    const key = digest.toString('base64');
    const entry = this.#grants.get(key);
    if (!entry) return undefined;
    if (unixMs < entry.untilMs) return entry.grant;
    this.#grants.delete(key);
    return undefined;
  }

  /** Remembers a token that was verified just now; the oldest makes room. */
  add(digest: Buffer, grant: Grant, unixMs: number): void {
    const untilMs = Math.min(unixMs + MAX_AGE_MS, grant.expiresAtMs ?? Number.POSITIVE_INFINITY);
    this.#grants.set(digest.toString('base64'), { grant, untilMs });
    const [oldest] = this.#grants.keys();
    if (this.#grants.size > MAX_GRANTS && oldest !== undefined) this.#grants.delete(oldest);
  }
}
