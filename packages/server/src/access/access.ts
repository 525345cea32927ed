import { type Clock, SdkError } from '@remotemedia/base';
import type { LogSink } from '../log.ts';
import type { AccessSettings } from './access-options.ts';
import { MAX_TOKEN_CHARS } from './bearer-token.ts';
import { ANYONE, type Grant } from './grant.ts';
import { GrantCache } from './grant-cache.ts';
import { JwtVerifier } from './jwt-verifier.ts';
import { OriginList } from './origin-list.ts';
import { PeerList } from './peer-list.ts';
import { digestOf, grantOfStaticToken } from './static-tokens.ts';
import { unauthenticated } from './unauthenticated.ts';

/** What {@link Access} needs of its surroundings. */
export interface AccessSurroundings {
  /** Where time comes from for the age of keys. */
  readonly clock: Clock;
  /** Takes lines of the log; never hears a token or a secret. */
  readonly log: LogSink;
  /** The time in milliseconds since 1970, for `exp` and `nbf`. @default Date.now */
  readonly unixNow?: (() => number) | undefined;
}

/** Decides who may use the server, from tokens and origins. What a grant allows is for the hub to enforce. */
export class Access {
  readonly #settings: AccessSettings;
  readonly #origins: OriginList;
  readonly #peers: PeerList;
  readonly #verifier: JwtVerifier | undefined;
  readonly #verified = new GrantCache();
  readonly #unixNow: () => number;

  /** Writes to the log if a static token is short. */
  constructor(settings: AccessSettings, { clock, log, unixNow = Date.now }: AccessSurroundings) {
    this.#settings = settings;
    this.#unixNow = unixNow;
    this.#origins = new OriginList(settings.allowedOrigins);
    this.#verifier = settings.jwt && new JwtVerifier(settings.jwt, { clock, log });
    this.#peers = new PeerList(settings.peers);
    if (settings.shortTokens > 0) {
      log({ level: 'warn', message: `static tokens with fewer than 16 characters: ${settings.shortTokens}` });
    }
  }

  /** Whether pages of all origins may use the server. */
  get allowsAnyOrigin(): boolean {
    return this.#origins.isAny;
  }

  /** Gets the keys of tokens before they are needed, so that a wrong URL shows in the log at the start. Never throws. */
  async prepare(): Promise<void> {
    await this.#verifier?.prepare();
  }

  /**
   * What a bearer token allows. Static tokens and tokens that were seen a moment ago are answered at once. Where there
   * are neither static nor JSON web tokens, everyone may do everything, whatever token they show.
   *
   * @param token as `bearerToken` has it; `undefined` for none
   * @throws {SdkError} `unauthenticated` for no token where one is needed and for a wrong one; `unavailable` when the
   *   keys cannot be had. Thrown at once, or the promise is rejected.
   */
  authenticate(token: string | undefined): Grant | Promise<Grant> {
    const { tokens, requireAuth } = this.#settings;
    if (!this.#verifier && tokens.length === 0) return ANYONE;
    if (token === undefined || token === '') {
      if (!requireAuth) return ANYONE;
      throw unauthenticated('a token is needed here');
    }
    if (token.length > MAX_TOKEN_CHARS) throw unauthenticated(`a token may have ${MAX_TOKEN_CHARS} characters`);
    const digest = digestOf(token);
    const known = grantOfStaticToken(tokens, digest) ?? this.#verified.find(digest, this.#unixNow());
    return known ?? this.#verify(token, digest);
  }

  /** @throws {SdkError} `permission-denied` when no peer may have this id here */
  checkPeer(peerId: string): void {
    if (this.#peers.allows(peerId)) return;
    throw new SdkError('permission-denied', `the peer id ${JSON.stringify(peerId.slice(0, 80))} is not let in here`);
  }

  /** Whether pages of this origin may use the server. `undefined` stands for what is no browser, and may. */
  allowsOrigin(origin: string | undefined): boolean {
    return this.#origins.allows(origin);
  }

  /** @throws {SdkError} `permission-denied` when pages of this origin may not use the server */
  checkOrigin(origin: string | undefined): void {
    if (this.#origins.allows(origin)) return;
    const what = JSON.stringify(origin?.slice(0, 80));
    throw new SdkError('permission-denied', `pages of ${what} may not use this server; its operator can allow them`);
  }

  #verify(token: string, digest: Buffer): Promise<Grant> {
    // Whatever is no JSON web token by its form is not tried: its fault would only say so in a longer way.
    if (!this.#verifier || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token))
      throw unauthenticated('the token is not known here');
    const nowMs = this.#unixNow();
    return this.#verifier.verify(token, nowMs).then((grant) => {
      this.#verified.add(digest, grant, nowMs);
      return grant;
    });
  }
}
