import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { JsonValue } from '../data/json-value.ts';
import { MANIFEST_LIMITS } from './limits.ts';
import { isAllowedKey, isShort, isShortList, reportDepth, reportValues } from './plain-value.ts';
import type { Path, ProblemList } from './problem-list.ts';
import { quote } from './quote.ts';

/** A node of YAML; nothing where the text has nothing. */
type Node = ParsedNode | null;

/** What was read of a node: how many values, and how many levels, it stands for. */
interface Reading {
  readonly value: JsonValue;
  readonly count: number;
  readonly height: number;
}

const NOTHING: Reading = { value: null, count: 1, height: 0 };
/** Tags that say what is so without them. Source: YAML 1.2.2, section 10.3. */
const CORE_TAGS: ReadonlySet<string> = new Set(
  ['map', 'seq', 'str', 'null', 'bool', 'int', 'float'].map((name) => `tag:yaml.org,2002:${name}`),
);

/**
 * Turns the nodes of a YAML text into plain JSON. What an alias stands for is read once and referred to: a text that would
 * grow to billions of values is known by its count, before anything is copied.
 */
export class YamlValues {
  readonly #problems: ProblemList;
  readonly #anchored = new Map<string, { readonly node: ParsedNode; reading: Reading | undefined }>();
  readonly #targets = new Map<Alias, ParsedNode>();
  #aliases = 0;

  /** @param problems told of all that JSON has not; `null` is in its place */
  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  /** Reads the root of a text. */
  read(root: Node): JsonValue {
    return this.#read(root, []).value;
  }

  /** The node that an alias stands for, once it was read. */
  target(node: Node): Node {
    return isAlias(node) ? (this.#targets.get(node) ?? null) : node;
  }

  #read(node: Node, path: Path): Reading {
    if (node === null) return NOTHING;
    if (isAlias(node)) return this.#alias(node, path);
    if (node.tag !== undefined && !CORE_TAGS.has(node.tag)) {
      const message = `tags such as ${quote(node.tag.replace('tag:yaml.org,2002:', '!!'))} mean nothing in a manifest: leave it out`;
      this.#problems.error({ code: 'syntax', path, message });
      return NOTHING;
    }
    const anchored: { readonly node: ParsedNode; reading: Reading | undefined } = { node, reading: undefined };
    if (node.anchor !== undefined) this.#anchored.set(node.anchor, anchored);
    const reading = this.#plain(node, path);
    anchored.reading = reading;
    return reading;
  }

  #plain(node: ParsedNode, path: Path): Reading {
    if (isScalar(node)) return { value: this.#scalar(node.value, path), count: 1, height: 0 };
    if (path.length >= MANIFEST_LIMITS.depth) {
      reportDepth(path, this.#problems);
      return NOTHING;
    }
    if (isMap(node)) return this.#map(node, path);
    return isSeq(node) ? this.#seq(node, path) : NOTHING;
  }

  #scalar(value: unknown, path: Path): JsonValue {
    if (typeof value === 'string') return isShort(value, path, this.#problems) ? value : null;
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    const message = `${quote(value)} is nothing that JSON can say: numbers are finite, and texts are in quotes`;
    this.#problems.error({ code: 'bad-value', path, message });
    return null;
  }

  #seq(node: YAMLSeq<unknown>, path: Path): Reading {
    if (!isShortList(node.items.length, path, this.#problems)) return NOTHING;
    const value: JsonValue[] = [];
    const total = new Total();
    for (const item of node.items as readonly Node[]) {
      const reading = this.#read(item, [...path, value.length]);
      if (!total.add(reading)) return this.#tooMany(path);
      value.push(reading.value);
    }
    return total.of(value);
  }

  #map(node: YAMLMap<unknown, unknown>, path: Path): Reading {
    const value: Record<string, JsonValue> = {};
    const total = new Total();
    for (const pair of node.items as readonly Pair<Node, Node>[]) {
      const key = this.#key(pair.key, value, path);
      if (key === undefined) continue;
      const reading = this.#read(pair.value, [...path, key]);
      if (!total.add(reading)) return this.#tooMany(path);
      value[key] = reading.value;
    }
    return total.of(value);
  }

  /** The name of a member, if it can have that name. */
  #key(node: Node, members: Readonly<Record<string, JsonValue>>, path: Path): string | undefined {
    const value: unknown = isScalar(node) ? node.value : undefined;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      this.#problems.error({ code: 'syntax', path, message: 'the names of members are words, and nothing else' });
      return undefined;
    }
    const key = String(value);
    if (!isAllowedKey(key, path, this.#problems)) return undefined;
    if (key === '<<') {
      const message = '"<<" does not merge in YAML 1.2: write the members out';
      this.#problems.error({ code: 'syntax', path: [...path, key], isKey: true, message });
      return undefined;
    }
    if (!Object.hasOwn(members, key)) return key;
    const message = `${quote(key)} is there twice: keep one of the two`;
    this.#problems.error({ code: 'duplicate-key', path: [...path, key], isKey: true, message });
    return undefined;
  }

  #alias(node: Alias, path: Path): Reading {
    this.#aliases += 1;
    if (this.#aliases === MANIFEST_LIMITS.aliases + 1) {
      this.#problems.error({
        code: 'too-large',
        path,
        message: `a manifest has at most ${MANIFEST_LIMITS.aliases} aliases`,
      });
    }
    if (this.#aliases > MANIFEST_LIMITS.aliases) return NOTHING;
    const target = this.#anchored.get(node.source);
    if (!target?.reading) {
      const reason = target ? 'stands for something that it is a part of' : 'stands for nothing: no anchor before it';
      this.#problems.error({ code: 'syntax', path, message: `the alias ${quote(`*${node.source}`)} ${reason}` });
      return NOTHING;
    }
    this.#targets.set(node, target.node);
    if (path.length + target.reading.height <= MANIFEST_LIMITS.depth) return target.reading;
    reportDepth(path, this.#problems);
    return NOTHING;
  }

  #tooMany(path: Path): Reading {
    reportValues(path, this.#problems);
    return NOTHING;
  }
}

/** Adds up what the parts of a structure stand for. */
class Total {
  #count = 1;
  #height = 0;

  /** @returns whether there are not too many now */
  add({ count, height }: Reading): boolean {
    this.#count += count;
    this.#height = Math.max(this.#height, height);
    return this.#count <= MANIFEST_LIMITS.values;
  }

  of(value: JsonValue): Reading {
    return { value, count: this.#count, height: this.#height + 1 };
  }
}
