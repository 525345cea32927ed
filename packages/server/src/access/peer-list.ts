/** Which peers are let through. Each entry is a peer id or `prefix*`; `*` alone is everyone. */
export interface PeerRules {
  /** Only these; absent for everyone. An empty list is nobody. */
  readonly allow?: readonly string[] | undefined;
  /** Not these, even if they are allowed. */
  readonly deny?: readonly string[] | undefined;
}

/** Form of an entry: a peer id as the protocol has it, or the beginning of one and `*`. */
const ENTRY = /^(?:[\w.:@-]{1,64}|[\w.:@-]{0,64}\*)$/;

/** Whether `value` can be an entry of {@link PeerRules}. */
export function isPeerEntry(value: unknown): value is string {
  return typeof value === 'string' && ENTRY.test(value);
}

/** Decides which peers are let through. Whoever reads the rules bounds their number. */
export class PeerList {
  readonly #rules: readonly { readonly allow: Names | undefined; readonly deny: Names | undefined }[];

  /** @param rules a peer must be let through by each of them */
  constructor(...rules: readonly PeerRules[]) {
    this.#rules = rules.map(({ allow, deny }) => ({
      allow: allow && new Names(allow),
      deny: deny && new Names(deny),
    }));
  }

  /** Whether this peer is let through. Looks at every prefix, and at ids in constant time. */
  allows(peerId: string): boolean {
    return this.#rules.every(({ allow, deny }) => !deny?.has(peerId) && (!allow || allow.has(peerId)));
  }
}

class Names {
  readonly #ids = new Set<string>();
  readonly #prefixes: string[] = [];

  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      if (entry.endsWith('*')) this.#prefixes.push(entry.slice(0, -1));
      else this.#ids.add(entry);
    }
  }

  has(peerId: string): boolean {
    return this.#ids.has(peerId) || this.#prefixes.some((prefix) => peerId.startsWith(prefix));
  }
}
