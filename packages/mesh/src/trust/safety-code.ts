import { certificatesOf } from './certificates.ts';
import { utf8, webCrypto } from './web-crypto.ts';

/** Keeps these codes apart from everything else that is made of fingerprints. */
const DOMAIN = 'remotemedia safety code 1';
/** Rounds of PBKDF2: some 20 ms here, and as much for each try of who looks for certificates that give a wanted code. */
const ROUNDS = 100_000;
const DIGITS = 30;
const GROUP = /.{5}/g;

/**
 * A code that two people compare, aloud or on a picture, to know that nobody sits between their browsers: thirty digits
 * in six groups of five. It is made of the DTLS fingerprints of both sides, is the same on both, and is another one as
 * soon as either side has another certificate. Give it what the connection itself says (`localDescription.sdp`,
 * `remoteDescription.sdp`) once it is connected.
 *
 * **Strength.** Thirty digits are 99 bits. Who sits in the middle shows each side a certificate of his own and needs a
 * pair for which both codes agree; that is a search for a collision: some 2⁵⁰ tries, each of 2¹⁷ hashes, within the
 * seconds that a connection takes to be set up. Comparing only the first group leaves 2¹⁷ hashes times a few hundred
 * tries, which is nothing: compare all six. The code vouches for one connection; a new one (`full` reconnection, a
 * reload) has new certificates and a new code.
 *
 * @returns for example `'83017 40652 19938 00471 55260 71394'`
 * @throws {SdkError} `invalid-argument` when a description names no certificate, `failed-precondition` where the page has
 *   no cryptography
 */
export async function safetyCode(localSdp: string, remoteSdp: string): Promise<string> {
  // Sorted, so that it does not matter which side is whose.
  const sides = [localSdp, remoteSdp].map((sdp) => certificatesOf(sdp).join(',')).sort();
  const subtle = webCrypto('a safety code');
  const material = await subtle.importKey('raw', utf8(sides.join('\n')), 'PBKDF2', false, ['deriveBits']);
  const bits = await subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: utf8(DOMAIN), iterations: ROUNDS },
    material,
    128,
  );
  let number = 0n;
  for (const byte of new Uint8Array(bits)) number = number * 256n + BigInt(byte);
  const digits = (number % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, '0');
  return (digits.match(GROUP) ?? []).join(' ');
}
