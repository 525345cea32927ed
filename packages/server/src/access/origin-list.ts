/** Longest `Origin` header that is looked at, in characters. */
const MAX_ORIGIN_CHARS = 512;
/** Scheme, host (or `*.` and the end of one) and port. RFC 6454 §6.2, and what browser extensions have for an origin. */
const ENTRY = /^([a-z][a-z0-9+.-]*):\/\/(\*\.)?([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;
/** What may stand for the `*` of an entry: the dots between labels belong to it, one at either end does not. */
const LABELS = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;
/** Ports that browsers leave out. */
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };

/** Whether `value` can be an entry of an {@link OriginList}: `https://app.example.org`, `https://*.example.org:8443`, `*`, `null`. */
export function isOriginEntry(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_ORIGIN_CHARS) return false;
  return value === '*' || value === 'null' || ENTRY.test(value.toLowerCase());
}

/**
 * Pages of which origins may use the server.
 *
 * `https://*.example.org` is any host below example.org, however deep, but not example.org. Scheme and port must be
 * the same. `null` is what pages from files and sandboxes send: any page can make itself one of those.
 */
export class OriginList {
  /** Whether pages of all origins may. */
  readonly isAny: boolean;
  readonly #exact = new Set<string>();
  readonly #below: { readonly start: string; readonly end: string }[] = [];

  /** @param entries each as {@link isOriginEntry} has it */
  constructor(entries: readonly string[]) {
    this.isAny = entries.includes('*');
    for (const entry of entries) this.#add(entry.toLowerCase());
  }

  /** Whether pages of this origin may. Without an origin it is no page, and may. */
  allows(origin: string | undefined): boolean {
    if (origin === undefined || this.isAny) return true;
    if (origin.length > MAX_ORIGIN_CHARS) return false;
    const text = origin.toLowerCase();
    return this.#exact.has(text) || this.#below.some(({ start, end }) => isBetween(text, start, end));
  }

  #add(entry: string): void {
    const [, scheme = '', wildcard, host = '', givenPort] = ENTRY.exec(entry) ?? [];
    const port = givenPort === undefined || givenPort === DEFAULT_PORTS[scheme] ? '' : `:${givenPort}`;
    if (wildcard !== undefined) this.#below.push({ start: `${scheme}://`, end: `.${host}${port}` });
    else this.#exact.add(scheme === '' ? entry : `${scheme}://${host}${port}`);
  }
}

function isBetween(text: string, start: string, end: string): boolean {
  return text.startsWith(start) && text.endsWith(end) && LABELS.test(text.slice(start.length, -end.length));
}
