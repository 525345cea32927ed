import { SdkError } from '@remotemedia/base';
import type { PeerId } from '@remotemedia/signaling';
import { certificatesOf } from './certificates.ts';
import type { DescriptionGuard } from './description-guard.ts';
import { utf8, webCrypto } from './web-crypto.ts';

/** What a {@link roomSecretGuard} is made of. */
export interface RoomSecretOptions {
  /** What all peers of the room know and the signaling server does not: 8 to 1,024 characters, the more random the better. */
  readonly roomSecret: string;
  /** Name of the room. */
  readonly room: string;
  /** Our own peer id. */
  readonly self: PeerId;
}

/** Session-level attribute with the seal; browsers pass over attributes that they do not know (RFC 8866 §5.13). */
const ATTRIBUTE = 'a=x-remotemedia-seal:1 ';
/** Keeps these seals apart from everything else that may ever be made with the same secret. */
const DOMAIN = 'remotemedia room secret 1';
/** Rounds of PBKDF2-HMAC-SHA-256: what OWASP's password storage guide asks for. 0.1 s here, once for each stay. */
const ROUNDS = 600_000;
const MIN_LENGTH = 8;
const MAX_LENGTH = 1_024;
/** A SHA-256 in base64url without padding. */
const SEAL = /^[\w-]{43}$/;

/**
 * Seals our descriptions with a secret that the peers of a room share, and refuses those of others that are not sealed with
 * it, so that a signaling server cannot get between two peers.
 *
 * **What is bound.** HMAC-SHA-256 over the room, the sender's peer id and the whole text of the description, letter by
 * letter: every DTLS fingerprint, the roles, the ICE credentials, the sections and what is sent in them. The text is
 * compared, not read, so there is nothing that we could read otherwise than the browser does. The key comes from the
 * secret by PBKDF2 with the room's name as salt; it never leaves the browser's keeping, and the secret is sent nowhere.
 *
 * **Why that is enough.** DTLS connects us only to who holds the key of a fingerprint in the description that we applied,
 * and asks the same of us. So a server that
 * - *swaps fingerprints* breaks the seal;
 * - *takes the seal away*, or says that a peer has no secret, is refused: without a seal nothing is applied, ever;
 * - *passes a description off as another peer's* breaks the seal, because the sender's id is in it; one from another
 *   room, because the room is in it and in the key;
 * - *repeats an old description of the same peer* gets a connection that fails: nobody but that peer has the key of its
 *   certificate, which is made anew for each connection. Within one connection it can undo a step of the negotiation,
 *   which breaks the call and opens it to nobody;
 * - *gives one peer's offer to another one than it was made for*: an offer is made before it is known for whom, so the
 *   receiver cannot be in the seal. Nor need it be: whoever answers seals the answer under its own id, and the offering
 *   side knows under which id it got it. Each of the two ends is then connected to the peer that it names, both hold the
 *   secret, and a third one is left with an offer that nobody answers.
 *
 * **What is not covered.** Who knows the secret can pass for any peer id, and sit between two others: it separates the room
 * from the server, not the peers of the room from each other. The server still sees who talks when and from which address,
 * and can keep messages back, drop peers and choose their way (candidates outside of descriptions are not sealed; the
 * media on the way are encrypted for the other end). Names and metadata are the server's word. What is sent through
 * the server by other means is none of ours. A secret that can be guessed can be guessed by the server too, offline and
 * with 600,000 rounds for each guess: use 16 random bytes where people need not type it.
 *
 * @throws {SdkError} `invalid-argument` for a secret outside of the bounds, `failed-precondition` where the page has no
 *   cryptography
 */
export function roomSecretGuard({ roomSecret, room, self }: RoomSecretOptions): DescriptionGuard {
  // The same words typed on two keyboards may be encoded in two ways (Unicode Standard Annex #15).
  const secret = typeof roomSecret === 'string' ? roomSecret.normalize('NFC') : '';
  if (secret.length < MIN_LENGTH || secret.length > MAX_LENGTH) {
    const expected = `a text of ${MIN_LENGTH} to ${MAX_LENGTH} characters`;
    throw new SdkError('invalid-argument', `roomSecret must be ${expected}, got one of ${secret.length}`);
  }
  const subtle = webCrypto('roomSecret');
  const key = deriveKey(subtle, secret, room);
  // Whoever seals or checks hears of it; a guard that is never used must not be an unhandled rejection.
  key.catch(() => {});
  return {
    seal: async (sdp) => {
      certificatesOf(sdp);
      const made = await subtle.sign('HMAC', await key, message(room, self, sdp));
      return withSeal(sdp, toBase64Url(new Uint8Array(made)));
    },
    check: async (sdp, from) => {
      const { seal, plain } = takeSeal(sdp);
      if (seal === undefined) throw refusal(from, 'is not sealed');
      const isReal = await subtle.verify('HMAC', await key, seal, message(room, from, plain));
      if (!isReal) throw refusal(from, 'has a wrong seal');
    },
  };
}

async function deriveKey(subtle: SubtleCrypto, secret: string, room: string): Promise<CryptoKey> {
  const material = await subtle.importKey('raw', utf8(secret), 'PBKDF2', false, ['deriveKey']);
  return subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: utf8(`${DOMAIN}\n${room}`), iterations: ROUNDS },
    material,
    { name: 'HMAC', hash: 'SHA-256', length: 256 },
    false,
    ['sign', 'verify'],
  );
}

/** Ids and room names have no line breaks, so no two triples give the same text. */
function message(room: string, from: PeerId, sdp: string): Uint8Array<ArrayBuffer> {
  return utf8(`${DOMAIN}\n${room}\n${from}\n${sdp}`);
}

/** The seal is the last line of the session's own, before the first section. */
function withSeal(sdp: string, seal: string): string {
  const section = sdp.indexOf('\nm=') + 1;
  const at = section > 0 ? section : sdp.length;
  return `${sdp.slice(0, at)}${ATTRIBUTE}${seal}\r\n${sdp.slice(at)}`;
}

/** Takes apart what {@link withSeal} put together; nothing else has a seal. */
function takeSeal(sealed: string): { readonly plain: string; readonly seal: Uint8Array<ArrayBuffer> | undefined } {
  const at = sealed.indexOf(ATTRIBUTE);
  const valueAt = at + ATTRIBUTE.length;
  const end = sealed.indexOf('\r\n', valueAt);
  const value = at === -1 || end === -1 ? '' : sealed.slice(valueAt, end);
  const plain = at === -1 ? sealed : sealed.slice(0, at) + sealed.slice(end + 2);
  const isWhole = SEAL.test(value) && withSeal(plain, value) === sealed;
  return { plain, seal: isWhole ? fromBase64Url(value) : undefined };
}

function refusal(from: PeerId, fault: string): SdkError {
  return new SdkError(
    'permission-denied',
    `a description from ${from} ${fault}: ${from} does not have the same roomSecret, or the signaling server changed it`,
  );
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
