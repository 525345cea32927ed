import type { JsonValue } from '../data/json-value.ts';
import { nearestName } from '../registry/nearest-name.ts';
import type { JsonObject } from './draft.ts';
import type { Path, ProblemList } from './problem-list.ts';
import { quote } from './quote.ts';

/** A member that has several names; the first one that is there counts. */
export interface MemberNames {
  /** The name in the manifests of this SDK. */
  readonly name: string;
  /** The same thing, as protobuf's JSON spells it. */
  readonly spellings?: readonly string[];
  /** Other SDKs' names: they are understood, and the author is told. */
  readonly foreign?: readonly string[];
}

/** Whether a value is an object of JSON. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the members of one object of a manifest. */
export class Members {
  readonly #object: JsonObject;
  readonly #path: Path;
  readonly #problems: ProblemList;
  readonly #known: string[] = [];

  constructor(object: JsonObject, path: Path, problems: ProblemList) {
    this.#object = object;
    this.#path = path;
    this.#problems = problems;
  }

  /** A member's value, if it is there, and its path, whether it is there or not. */
  take({ name, spellings = [], foreign = [] }: MemberNames): {
    readonly value: JsonValue | undefined;
    readonly path: Path;
  } {
    this.#known.push(name, ...spellings, ...foreign);
    const found = [name, ...spellings, ...foreign].find((each) => Object.hasOwn(this.#object, each));
    if (found === undefined) return { value: undefined, path: [...this.#path, name] };
    const path = [...this.#path, found];
    if (foreign.includes(found)) {
      const message = `${quote(found)} is called ${quote(name)} in a manifest; it is understood here, but not everywhere`;
      this.#problems.warning({ code: 'foreign-name', path, isKey: true, message, suggestion: name });
    }
    return { value: this.#object[found], path };
  }

  /** A member that is text; `undefined` if it is missing, or told of as something else. */
  text(names: MemberNames): { readonly value: string | undefined; readonly path: Path } {
    const { value, path } = this.take(names);
    if (value === undefined || value === null || typeof value === 'string') return { value: value ?? undefined, path };
    const isPlain = typeof value !== 'object';
    const message = `${quote(names.name)} must be text, got ${quote(value)}${isPlain ? ': put it in quotes' : ''}`;
    const suggestion = isPlain ? JSON.stringify(String(value)) : undefined;
    this.#problems.error({ code: 'bad-value', path, message, suggestion });
    return { value: undefined, path };
  }

  /** Says that something must be there, under one of its names; `null` is as if it were not. */
  reportMissing(names: readonly string[], message: string): void {
    if (names.some((name) => Object.hasOwn(this.#object, name) && this.#object[name] !== null)) return;
    this.#problems.error({ code: 'missing', path: this.#path, message });
  }

  /** Warns of names that are nearly one of those that were asked for. All others are ignored, as upstream does. */
  warnOfMisspelt(alsoKnown: readonly string[] = []): void {
    const present = new Set(Object.keys(this.#object));
    const known = new Set([...this.#known, ...alsoKnown]);
    const absent = this.#known.filter((name) => !present.has(name));
    for (const name of present) {
      const suggestion = known.has(name) ? undefined : nearestName(name, absent);
      if (suggestion === undefined) continue;
      const message = `${quote(name)} is ignored: did you mean ${quote(suggestion)}?`;
      this.#problems.warning({ code: 'unknown-key', path: [...this.#path, name], isKey: true, message, suggestion });
    }
  }
}
