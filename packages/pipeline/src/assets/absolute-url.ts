import { SdkError } from '@remotemedia/base';

/**
 * An address in full: a relative one starts from the page, and without a page there are none.
 *
 * @param what what it is the address of, for the error
 * @throws {SdkError} `invalid-argument` when it is none
 */
export function absoluteUrl(address: string | URL, what: string): URL {
  const base = typeof document === 'undefined' ? undefined : document.baseURI;
  if (URL.canParse(address, base)) return new URL(address, base);
  const advice = base === undefined ? "; without a page it is a whole one: new URL('./file', import.meta.url)" : '';
  throw new SdkError(
    'invalid-argument',
    `expected the address of ${what}, got ${String(address).slice(0, 200)}${advice}`,
  );
}
