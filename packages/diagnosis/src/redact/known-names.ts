/** Most names that are looked for. */
const MOST_NAMES = 300;
/** Most characters of a name that are looked for: names come from peers, and may be of any length. */
const MOST_LENGTH = 100;

/** Finds names of people and peers in texts for people, such as "no connection to Ada", and puts others in their place. */
export class KnownNames {
  readonly #aliases = new Map<string, string>();
  #pattern: RegExp | undefined;

  /** Looks for this name from now on; beyond three hundred the oldest is forgotten. */
  learn(fullName: string, alias: string): void {
    const name = fullName.slice(0, MOST_LENGTH);
    if (name === '' || this.#aliases.has(name)) return;
    const [oldest] = this.#aliases.keys();
    if (this.#aliases.size >= MOST_NAMES && oldest !== undefined) this.#aliases.delete(oldest);
    this.#aliases.set(name, alias);
    // Longer ones first, since one may be the beginning of another.
    const names = [...this.#aliases.keys()].sort((a, b) => b.length - a.length).map(formOf);
    this.#pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})`, 'gu');
  }

  /** The text with aliases in place of all known names. */
  hide(text: string): string {
    return this.#pattern ? text.replace(this.#pattern, (name) => this.#aliases.get(name) ?? name) : text;
  }
}

/** A whole word, unless it is the beginning of a long name. */
function formOf(name: string): string {
  const form = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return name.length < MOST_LENGTH ? `${form}(?![\\p{L}\\p{N}])` : form;
}
