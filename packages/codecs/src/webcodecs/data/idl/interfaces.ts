/** What every function has of itself. */
const OWN: ReadonlySet<string> = new Set(['length', 'name', 'prototype']);

/**
 * Makes a class look as WebIDL wants an interface to look: members enumerable, and a name for `toString`. Source: WebIDL
 * §3.7.3 to §3.7.7.
 */
export function asInterface(type: { readonly prototype: object }, name: string): void {
  const { prototype } = type;
  for (const member of Object.getOwnPropertyNames(prototype))
    if (member !== 'constructor') Object.defineProperty(prototype, member, { enumerable: true });
  for (const member of Object.getOwnPropertyNames(type))
    if (!OWN.has(member)) Object.defineProperty(type, member, { enumerable: true });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
}
