import { SdkError } from '@remotemedia/base';

const UTF8 = new TextEncoder();

/** Bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return UTF8.encode(text);
}

/**
 * The platform's cryptography, which pages have only in secure contexts (Web Cryptography API §10.1).
 *
 * @param what what needs it, for the message
 * @throws {SdkError} `failed-precondition` where it is missing
 */
export function webCrypto(what: string): SubtleCrypto {
  // Missing in insecure contexts, whatever the DOM's types say.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle) return subtle;
  throw new SdkError('failed-precondition', `${what} needs a page that was loaded over https or from localhost`);
}
