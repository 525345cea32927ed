import type { StunAttribute, StunContent } from './attribute.ts';
import { ATTRIBUTE_TYPES, isRequired } from './attribute-types.ts';
import type { StunHeader } from './header.ts';

/** A message to write. */
export interface StunMessageInit extends StunHeader {
  /** What it says, without the seals. */
  readonly attributes: readonly StunContent[];
}

/** A message that was read. */
export interface StunMessage extends StunHeader {
  /** What it says, in its order; the first of a kind is the one that counts. 64 at most. */
  readonly attributes: readonly StunAttribute[];
}

/** The first attribute of this kind. RFC 8489 §14: later ones of the same type may be ignored. */
export function attributeOf<K extends StunAttribute['kind']>(
  { attributes }: StunMessage,
  kind: K,
): (StunAttribute & { readonly kind: K }) | undefined {
  return attributes.find((attribute): attribute is StunAttribute & { readonly kind: K } => attribute.kind === kind);
}

/**
 * Types in a message that its receiver must understand and does not: what this folder has no name for, and the kinds
 * in `without`. A request with one is answered with error 420, an answer with one counts as a failure, an indication
 * with one is dropped. RFC 8489 §6.3
 *
 * @param without known kinds that the receiver does not act on, for example those of RFC 5780
 * @returns numbers of the types, each once
 */
export function notUnderstood({ attributes }: StunMessage, without: readonly StunAttribute['kind'][] = []): number[] {
  const types = attributes
    .filter(({ kind }) => kind === 'other' || without.includes(kind))
    .map((attribute) => (attribute.kind === 'other' ? attribute.type : ATTRIBUTE_TYPES[attribute.kind]));
  return [...new Set(types.filter(isRequired))];
}
