import { type Clock, SdkError } from '@remotemedia/base';
import { createLocalJWKSet, errors, type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import type { LogSink } from '../log.ts';
import { grantOfClaims } from './claims.ts';
import type { Grant } from './grant.ts';
import type { JwtSettings } from './jwt-options.ts';
import { KeyRing } from './key-ring.ts';
import { fetchKeys, readKeyFile } from './load-keys.ts';
import { unauthenticated } from './unauthenticated.ts';

/** Checks JSON web tokens: signature, issuer, audience, times and claims. */
export class JwtVerifier {
  readonly #findKey: JWTVerifyGetKey;
  readonly #ring: KeyRing | undefined;
  readonly #options: JWTVerifyOptions;
  readonly #toleranceMs: number;

  /** @param around where time comes from for the age of keys, and who hears why keys cannot be had */
  constructor(settings: JwtSettings, around: { readonly clock: Clock; readonly log: LogSink }) {
    const { keys, issuers, audiences, algorithms, clockToleranceSeconds } = settings;
    this.#ring = ringOf(settings, around);
    this.#findKey = this.#ring?.find ?? fixedKeys(keys);
    this.#toleranceMs = clockToleranceSeconds * 1_000;
    this.#options = {
      algorithms: [...algorithms],
      clockTolerance: clockToleranceSeconds,
      ...(issuers && { issuer: [...issuers] }),
      ...(audiences && { audience: [...audiences] }),
    };
  }

  /** Gets the keys before the first token needs them; resolves when that has come to an end, good or bad. */
  async prepare(): Promise<void> {
    await this.#ring?.load();
  }

  /**
   * What a token allows.
   *
   * @param unixMs the time, in milliseconds since 1970
   * @throws {SdkError} `unauthenticated`, which says what is wrong but no part of the token; `unavailable` without keys
   */
  async verify(token: string, unixMs: number): Promise<Grant> {
    const { payload } = await jwtVerify(token, this.#findKey, {
      ...this.#options,
      currentDate: new Date(unixMs),
    }).catch((caught: unknown) => {
      throw caught instanceof SdkError ? caught : unauthenticated(faultOf(caught));
    });
    return grantOfClaims(payload, this.#toleranceMs);
  }
}

function ringOf({ keys }: JwtSettings, around: { readonly clock: Clock; readonly log: LogSink }): KeyRing | undefined {
  if (keys.kind === 'url') return new KeyRing({ ...around, load: () => fetchKeys(keys.url) });
  if (keys.kind === 'file') return new KeyRing({ ...around, load: () => readKeyFile(keys.path) });
  return undefined;
}

function fixedKeys(keys: JwtSettings['keys']): JWTVerifyGetKey {
  if (keys.kind === 'secret') return () => keys.key;
  if (keys.kind === 'set') return createLocalJWKSet(keys.set);
  throw new SdkError('internal', `keys of kind ${keys.kind} have to be loaded`);
}

function faultOf(caught: unknown): string {
  if (caught instanceof errors.JWTExpired) return 'the token has expired';
  if (caught instanceof errors.JWTClaimValidationFailed) return claimFaultOf(caught);
  if (caught instanceof errors.JOSEAlgNotAllowed) return 'the algorithm of the token is not accepted here';
  if (caught instanceof errors.JWSSignatureVerificationFailed) return 'the signature of the token does not match';
  if (caught instanceof errors.JWKSNoMatchingKey) return 'the token is signed with a key that is not known here';
  if (caught instanceof errors.JWKSMultipleMatchingKeys) return 'the token must name its key (kid), and one key only';
  if (caught instanceof errors.JWSInvalid || caught instanceof errors.JWTInvalid) return 'the token is malformed';
  return 'the token cannot be checked';
}

function claimFaultOf({ claim, reason }: errors.JWTClaimValidationFailed): string {
  if (claim === 'nbf' && reason === 'check_failed') return 'the token is not valid yet';
  return `the claim ${claim} of the token is ${reason === 'missing' ? 'missing' : 'not what is expected here'}`;
}
