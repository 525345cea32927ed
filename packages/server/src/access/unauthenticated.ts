import { SdkError } from '@remotemedia/base';

/**
 * The refusal of a token. Has no `cause`: what the library threw holds the token's claims, and causes get into logs.
 *
 * @param why short, and never a part of the token
 */
export function unauthenticated(why: string): SdkError {
  return new SdkError('unauthenticated', `${why}; send a valid token as "authorization: Bearer …"`);
}
