/** Longest token that is looked at, in characters; a longer one is refused by its length. */
export const MAX_TOKEN_CHARS: number = 8_192;

/** RFC 6750 §2.1, but with any visible ASCII character in the token: static tokens are whatever an operator chose. */
const BEARER = /^bearer +([\x21-\x7e]+) *$/i;

/**
 * The token of an `authorization` header field: `Bearer …`, the scheme in any case (RFC 9110 §11.1). `undefined` for no
 * field, another scheme, or more than one field. A token that is too long comes back cut to one character too many.
 */
export function bearerToken(authorizationHeader: string | readonly string[] | undefined): string | undefined {
  const header = typeof authorizationHeader === 'object' ? onlyOne(authorizationHeader) : authorizationHeader;
  if (header === undefined) return undefined;
  // Room for the scheme and some spaces.
  return BEARER.exec(header.slice(0, MAX_TOKEN_CHARS + 64))?.[1]?.slice(0, MAX_TOKEN_CHARS + 1);
}

function onlyOne(headers: readonly string[]): string | undefined {
  return headers.length === 1 ? headers[0] : undefined;
}
