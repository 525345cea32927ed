import { SdkError } from '@remotemedia/base';

/** A fingerprint as browsers write it: name of the hash, octets in hex. Source: RFC 8122 §5. */
const FINGERPRINT = /^a=fingerprint:([\w-]+) ((?:[\dA-F]{2}:)+[\dA-F]{2})$/i;

/**
 * The DTLS fingerprints that a description names, each once, in one way of writing and in alphabetical order. On which
 * level a browser wrote them (session or section) makes no difference.
 *
 * @throws {SdkError} `invalid-argument` when it names none, or one in a form that a browser might read otherwise than we
 */
export function certificatesOf(sdp: string): readonly string[] {
  const found = new Set<string>();
  for (const line of sdp.split(/[\r\n]+/)) {
    if (!/^\s*a\s*=\s*fingerprint/i.test(line)) continue;
    const [, hash, octets] = FINGERPRINT.exec(line) ?? [];
    if (!hash || !octets)
      throw noCertificate(`a fingerprint of the form "sha-256 AB:CD:…", got "${line.slice(0, 60)}"`);
    found.add(`${hash.toLowerCase()} ${octets.toUpperCase()}`);
  }
  if (found.size === 0) throw noCertificate('at least one DTLS fingerprint, got none');
  return [...found].sort();
}

/**
 * Whether a later description of a connection keeps to the certificates of an earlier one. Chromium takes others and
 * begins DTLS anew with whoever has them (RFC 8842 §4 lets it), so a signaling server could still get between two peers who
 * compared their safety code. Descriptions that cannot be read keep nothing.
 */
export function keepsCertificates(earlierSdp: string, laterSdp: string): boolean {
  try {
    const known = certificatesOf(earlierSdp);
    return certificatesOf(laterSdp).every((certificate) => known.includes(certificate));
  } catch {
    return false;
  }
}

function noCertificate(expected: string): SdkError {
  return new SdkError('invalid-argument', `expected a description with ${expected}`);
}
