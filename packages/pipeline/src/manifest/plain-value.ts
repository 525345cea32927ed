import type { JsonValue } from '../data/json-value.ts';
import { MANIFEST_LIMITS } from './limits.ts';
import type { Path, ProblemList } from './problem-list.ts';
import { quote } from './quote.ts';

/** Names that would reach an object's prototype where somebody writes them into another object. */
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a name can be that of a member; if not, says so. */
export function isAllowedKey(key: string, path: Path, problems: ProblemList): boolean {
  if (FORBIDDEN.has(key)) {
    const message = `${quote(key)} cannot be a name: JavaScript keeps it for itself`;
    problems.error({ code: 'forbidden-key', path: [...path, key], isKey: true, message });
    return false;
  }
  return isShort(key, path, problems);
}

/** Whether a text is of bearable length; if not, says so. */
export function isShort(text: string, path: Path, problems: ProblemList): boolean {
  if (text.length <= MANIFEST_LIMITS.stringLength) return true;
  const message = `texts have at most ${MANIFEST_LIMITS.stringLength} characters, this one has ${text.length}`;
  problems.error({ code: 'too-large', path, message });
  return false;
}

/** Whether a list of a manifest has a bearable length; if not, says so. */
export function isShortList(length: number, path: Path, problems: ProblemList): boolean {
  const [name, ...inner] = path;
  if (inner.length > 0 || (name !== 'nodes' && name !== 'connections')) return true;
  const most = MANIFEST_LIMITS[name];
  if (length <= most) return true;
  problems.error({
    code: 'too-large',
    path,
    message: `a manifest has at most ${most} ${name}, this one has ${length}`,
  });
  return false;
}

/** Says that there are too many levels. */
export function reportDepth(path: Path, problems: ProblemList): void {
  const message = `objects and lists can be within one another ${MANIFEST_LIMITS.depth} deep, and no deeper`;
  problems.error({ code: 'too-large', path, message });
}

/** Says that there are too many values. */
export function reportValues(path: Path, problems: ProblemList): void {
  const message = `a manifest has at most ${MANIFEST_LIMITS.values} values altogether, what aliases repeat included`;
  problems.error({ code: 'too-large', path, message });
}

/** Copies what an application gave into plain JSON, within the limits of manifests. */
export class PlainValues {
  readonly #problems: ProblemList;
  #count = 0;

  /** @param problems told of all that cannot be copied; `null` is in its place */
  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  /** @param path where the value is in the manifest */
  copy(value: unknown, path: Path): JsonValue {
    this.#count += 1;
    if (this.#count > MANIFEST_LIMITS.values) {
      if (this.#count === MANIFEST_LIMITS.values + 1) reportValues([], this.#problems);
      return null;
    }
    switch (typeof value) {
      case 'string':
        return isShort(value, path, this.#problems) ? value : null;
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? value : this.#refuse(value, path);
      case 'object':
        return value === null ? null : this.#structure(value, path);
      default:
        return this.#refuse(value, path);
    }
  }

  #structure(value: object, path: Path): JsonValue {
    if (path.length >= MANIFEST_LIMITS.depth) {
      reportDepth(path, this.#problems);
      return null;
    }
    // A proxy, or a getter, may throw whatever it likes.
    try {
      if (Array.isArray(value)) return this.#items(value, path);
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === null || Object.getPrototypeOf(prototype) === null) return this.#members(value, path);
    } catch {
      // The same as of any other odd object.
    }
    return this.#refuse(value, path);
  }

  #items(value: readonly unknown[], path: Path): JsonValue[] | null {
    if (!isShortList(value.length, path, this.#problems)) return null;
    const items: JsonValue[] = [];
    for (let index = 0; index < value.length && this.#count <= MANIFEST_LIMITS.values; index += 1) {
      items.push(this.copy(value[index], [...path, index]));
    }
    return items;
  }

  #members(value: object, path: Path): Record<string, JsonValue> {
    const members: Record<string, JsonValue> = {};
    for (const key of Object.keys(value)) {
      if (this.#count > MANIFEST_LIMITS.values) break;
      const member: unknown = Reflect.get(value, key);
      if (member === undefined || !isAllowedKey(key, path, this.#problems)) continue;
      members[key] = this.copy(member, [...path, key]);
    }
    return members;
  }

  #refuse(value: unknown, path: Path): null {
    const message = `a manifest holds what JSON can say, got ${nameOf(value)}`;
    this.#problems.error({ code: 'bad-value', path, message });
    return null;
  }
}

/** What it is; a function is not asked, as it may say anything, or throw. */
function nameOf(value: unknown): string {
  if (typeof value === 'object') return 'an object of a class';
  if (typeof value === 'function' || value === undefined) return typeof value;
  return `${typeof value} ${String(value)}`.slice(0, 60);
}
