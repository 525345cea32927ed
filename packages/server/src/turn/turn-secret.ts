import { createHmac } from 'node:crypto';

/** What stands for the secret wherever it would be shown. */
const HIDDEN = '[secret]';

/**
 * The secret that this server and the TURN server share. It signs, and it cannot be read again: not in a log, an
 * error, JSON or a debugger's listing.
 */
export class TurnSecret {
  readonly #secret: string;

  /** @param secret the text that the TURN server has as its `static-auth-secret` */
  constructor(secret: string) {
    this.#secret = secret;
  }

  /** HMAC-SHA1 of a text in UTF-8, as Base64: a password that only someone with the secret can make. */
  sign(text: string): string {
    return createHmac('sha1', this.#secret).update(text).digest('base64');
  }

  /** Not the secret. */
  toString(): string {
    return HIDDEN;
  }

  /** Not the secret. */
  toJSON(): string {
    return HIDDEN;
  }
}
