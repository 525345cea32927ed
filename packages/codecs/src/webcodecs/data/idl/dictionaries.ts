/** The members of a dictionary that was passed in, each read once when asked for. */
export class Members {
  readonly #source: object | undefined;
  readonly #dictionary: string;

  /**
   * @param dictionary its name, for errors
   * @throws {TypeError} if it is neither an object nor missing. Source: WebIDL §3.2.17
   */
  constructor(value: unknown, dictionary: string) {
    this.#dictionary = dictionary;
    if (value === undefined || value === null) return;
    if (typeof value !== 'object' && typeof value !== 'function')
      throw new TypeError(`expected a ${dictionary} object, got ${describe(value)}`);
    this.#source = value;
  }

  /** A member's name with the dictionary's, for errors. */
  name(member: string): string {
    return `${this.#dictionary}.${member}`;
  }

  /** The member through `convert`, or `undefined` when it is missing. */
  optional<T>(member: string, convert: (value: unknown, what: string) => T): T | undefined {
    const value: unknown = this.#source && Reflect.get(this.#source, member);
    return value === undefined ? undefined : convert(value, this.name(member));
  }

  /** The member through `convert`. @throws {TypeError} when it is missing */
  required<T>(member: string, convert: (value: unknown, what: string) => T): T {
    const value = this.optional(member, (given, what) => ({ converted: convert(given, what) }));
    if (!value) throw new TypeError(`${this.name(member)} is required`);
    return value.converted;
  }
}

/** A converter for an enumeration. @throws {TypeError} for a value that is not one of `values`. Source: WebIDL §3.2.18 */
export function oneOf<T extends string>(values: readonly T[]): (value: unknown, what: string) => T {
  return (value, what) => {
    const text = `${typeof value === 'symbol' ? fail(what, value) : value}`;
    return values.find((allowed) => allowed === text) ?? fail(what, value);
  };
}

/** A converter for a sequence: any iterable object. @throws {TypeError} for anything else. Source: WebIDL §3.2.21 */
export function sequenceOf<T>(convert: (value: unknown, what: string) => T): (value: unknown, what: string) => T[] {
  return (value, what) => {
    if (!isIterable(value)) throw new TypeError(`${what} is ${describe(value)}; expected a sequence`);
    const items: T[] = [];
    for (const item of value) items.push(convert(item, `${what}[${items.length}]`));
    return items;
  };
}

/** How a value that does not fit is named in an error. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (value === null || typeof value !== 'object') return String(value);
  return `an object of ${Object.prototype.toString.call(value).slice(8, -1)}`;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, Symbol.iterator) === 'function';
}

function fail(what: string, value: unknown): never {
  throw new TypeError(`${what} is ${describe(value)}, which is not a value it can have`);
}
