import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { bitString, der, generalizedTime, objectId, TAG, tagged } from './der.ts';
import { ipBytes } from './ip-bytes.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const KEY_USAGE = '2.5.29.15';
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
/** GeneralName of RFC 5280 §4.2.1.6: dNSName [2] and iPAddress [7]. */
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** "This key signs": the first bit, seven unused ones after it. */
const DIGITAL_SIGNATURE = Buffer.from([7, 0x80]);
/** Clocks of other machines may be behind. */
const EARLIER_MS = 3_600_000;

/** What a certificate is made for. */
export interface SelfSignedOptions {
  /** Host names and IP addresses, at least one. */
  readonly names: readonly string[];
  /** Now, in milliseconds since 1970. */
  readonly nowMs: number;
  /** How long it is good, in milliseconds. */
  readonly validMs: number;
}

/**
 * Makes a key (ECDSA, P-256) and a certificate for it that nobody but the key itself vouches for: RFC 5280, version 3,
 * for servers only. Browsers warn of it.
 */
export function makeSelfSigned({ names, nowMs, validMs }: SelfSignedOptions): Credentials {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(TAG.sequence, objectId(ECDSA_WITH_SHA256));
  const name = nameOf('RemoteMedia development');
  const body = der(
    TAG.sequence,
    tagged(0, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, serialNumber()),
    algorithm,
    name,
    der(TAG.sequence, generalizedTime(nowMs - EARLIER_MS), generalizedTime(nowMs + validMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, der(TAG.sequence, ...extensionsFor(names))),
  );
  const certificate = der(TAG.sequence, body, algorithm, bitString(sign('sha256', body, privateKey)));
  return { cert: pem(certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function extensionsFor(names: readonly string[]): Buffer[] {
  return [
    extension(BASIC_CONSTRAINTS, true, der(TAG.sequence)),
    extension(KEY_USAGE, true, der(TAG.bitString, DIGITAL_SIGNATURE)),
    extension(EXTENDED_KEY_USAGE, false, der(TAG.sequence, objectId(SERVER_AUTH))),
    extension(SUBJECT_ALT_NAME, false, der(TAG.sequence, ...names.map(generalName))),
  ];
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? der(TAG.boolean, Buffer.from([0xff])) : Buffer.alloc(0);
  return der(TAG.sequence, objectId(id), critical, der(TAG.octetString, value));
}

function generalName(name: string): Buffer {
  const bytes = ipBytes(name);
  return bytes ? der(IP_ADDRESS, bytes) : der(DNS_NAME, Buffer.from(name, 'latin1'));
}

function nameOf(text: string): Buffer {
  const attribute = der(TAG.sequence, objectId(COMMON_NAME), der(TAG.utf8String, Buffer.from(text)));
  return der(TAG.sequence, der(TAG.set, attribute));
}

/** Positive and without a zero in front, as the encoding wants it. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}
