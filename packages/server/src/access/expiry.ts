import type { Grant } from './grant.ts';
import { unauthenticated } from './unauthenticated.ts';

/**
 * Checks that what a token allowed is still allowed: a connection can outlive the token that it showed.
 *
 * @throws {SdkError} `unauthenticated`
 */
export function checkNotExpired({ expiresAtMs }: Grant): void {
  if (expiresAtMs !== undefined && expiresAtMs <= Date.now()) {
    throw unauthenticated('the token ran out');
  }
}
