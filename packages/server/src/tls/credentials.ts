import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { SdkError } from '@remotemedia/base';

/** A server's certificate and the key that it is for. */
export interface Credentials {
  /** PEM: the certificate, then those that vouch for it. */
  readonly cert: string;
  /** PEM: the private key. */
  readonly key: string;
}

/** Where {@link Credentials} come from, for errors. */
export interface CredentialNames {
  /** Option or file of the certificate. */
  readonly cert: string;
  /** Option or file of the key. */
  readonly key: string;
}

/**
 * Checks that a certificate and a key can be used together, today.
 *
 * @param names what to call them in errors
 * @returns the certificate
 * @throws {SdkError} `invalid-argument`, which names the file and never shows what is in it
 */
export function checkCredentials({ cert, key }: Credentials, names: CredentialNames, nowMs: number): X509Certificate {
  const certificate = readCertificate(cert, names.cert);
  if (!certificate.checkPrivateKey(readKey(key, names.key))) {
    throw invalid(`the key in ${names.key} is not the one that the certificate in ${names.cert} is for`);
  }
  const { validFrom, validTo } = certificate;
  if (nowMs < Date.parse(validFrom)) throw invalid(`the certificate in ${names.cert} is not valid before ${validFrom}`);
  if (nowMs > Date.parse(validTo)) throw invalid(`the certificate in ${names.cert} expired on ${validTo}; renew it`);
  return certificate;
}

function readCertificate(cert: string, name: string): X509Certificate {
  const expected = `${name} must hold a certificate in PEM form ("-----BEGIN CERTIFICATE-----")`;
  if (!cert.includes('-----BEGIN CERTIFICATE-----')) throw invalid(`${expected}, and there is none in it`);
  try {
    return new X509Certificate(cert);
  } catch {
    throw invalid(`${expected}, but what is in it cannot be read`);
  }
}

function readKey(key: string, name: string): KeyObject {
  if (/BEGIN ENCRYPTED|4,ENCRYPTED/.test(key)) {
    throw invalid(`the key in ${name} is encrypted; it must be readable without a password`);
  }
  try {
    return createPrivateKey(key);
  } catch {
    // What the library says could have parts of the key in it.
    throw invalid(`${name} must hold a private key in PEM form, and what is in it cannot be read as one`);
  }
}

function invalid(detail: string): SdkError {
  return new SdkError('invalid-argument', detail);
}
