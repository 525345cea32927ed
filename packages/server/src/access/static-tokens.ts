import { createHash, timingSafeEqual } from 'node:crypto';
import type { Grant } from './grant.ts';

/** A token that an operator gave out, without the token itself. */
export interface StaticToken {
  /** SHA-256 of the token. */
  readonly digest: Buffer;
  /** What it allows. */
  readonly grant: Grant;
}

/** SHA-256 of a token, which can be kept, compared and looked up where the token itself should not be. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

/**
 * What a static token allows; `undefined` when there is no such token.
 *
 * Takes equally long whatever the token is: each digest is compared in full, and all of them are. A hash in between also
 * means that a guess that is nearly right differs from the right one everywhere.
 *
 * @param digest as {@link digestOf} has it
 */
export function grantOfStaticToken(tokens: readonly StaticToken[], digest: Buffer): Grant | undefined {
  let found: Grant | undefined;
  for (const token of tokens) found = timingSafeEqual(token.digest, digest) ? token.grant : found;
  return found;
}
