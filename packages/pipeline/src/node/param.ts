import type { JsonValue } from '../data/json-value.ts';

declare const valueType: unique symbol;

/** A parameter's JSON Schema (draft 2020-12), with what a reader wants to know, and its TypeScript type. */
export interface Param<T> {
  /** Only for the compiler: the type of the value. */
  readonly [valueType]?: T;
  /** The schema as JSON; `unit` and `aliases` are our own keywords. */
  readonly schema: ParamSchema;
}

/** The part of JSON Schema that parameters use. */
export interface ParamSchema {
  /** What the value is; absent for `enum` and `anyOf`. */
  readonly type?: 'number' | 'integer' | 'boolean' | 'string' | 'array' | 'object';
  /** One sentence: what it does. */
  readonly description: string;
  /** Taken where the manifest is silent. */
  readonly default?: JsonValue;
  /** The only values that are allowed. */
  readonly enum?: readonly JsonValue[];
  /** Forms of which one must fit. */
  readonly anyOf?: readonly ParamSchema[];
  /** Smallest number, inclusive. */
  readonly minimum?: number;
  /** Largest number, inclusive. */
  readonly maximum?: number;
  /** Of a text, in UTF-16 code units. */
  readonly minLength?: number;
  /** Of a text, in UTF-16 code units. */
  readonly maxLength?: number;
  /** Of a list. */
  readonly maxItems?: number;
  /** Of each item of a list. */
  readonly items?: ParamSchema;
  /** Of the members of an object, by name. */
  readonly properties?: Readonly<Record<string, ParamSchema>>;
  /** Of members that `properties` does not name; `false` allows none. */
  readonly additionalProperties?: ParamSchema | boolean;
  /** Of an object. */
  readonly maxProperties?: number;
  /** What the number counts: `dB`, `Hz`, `ms`. */
  readonly unit?: string;
  /** Other names that manifests may use. */
  readonly aliases?: readonly string[];
}

/** What every parameter has. */
export interface ParamOptions<T> {
  /** One sentence: what it does. */
  readonly about: string;
  /** Taken where the manifest is silent; without it the value is `undefined` then. */
  readonly default?: T;
  /** Other names that manifests may use. */
  readonly aliases?: readonly string[];
}

/** Bounds of a number, both inclusive. */
export interface NumberOptions extends ParamOptions<number> {
  readonly min: number;
  readonly max: number;
  /** What it counts, as in `dB`, `Hz`, `ms`. */
  readonly unit?: string;
}

/** With a default there is always a value. */
type Value<T, O> = O extends { readonly default: unknown } ? T : T | undefined;

/** Any number between two bounds. */
function number<const O extends NumberOptions>({ min, max, ...rest }: O): Param<Value<number, O>> {
  return { schema: { type: 'number', ...common(rest), minimum: min, maximum: max } };
}

/** A whole number between two bounds. */
function integer<const O extends NumberOptions>({ min, max, ...rest }: O): Param<Value<number, O>> {
  return { schema: { type: 'integer', ...common(rest), minimum: min, maximum: max } };
}

/** Yes or no. */
function boolean<const O extends ParamOptions<boolean>>(options: O): Param<Value<boolean, O>> {
  return { schema: { type: 'boolean', ...common(options) } };
}

/** Text of bounded length. */
function text<const O extends ParamOptions<string> & { readonly maxLength: number; readonly minLength?: number }>(
  options: O,
): Param<Value<string, O>> {
  const { maxLength, minLength, ...rest } = options;
  return { schema: { type: 'string', ...common(rest), maxLength, ...(minLength === undefined ? {} : { minLength }) } };
}

/** One of a few words or numbers. */
function choice<const T extends string | number, const O extends ParamOptions<NoInfer<T>>>(
  values: readonly T[],
  options: O,
): Param<Value<T, O>> {
  return { schema: { ...common(options), enum: values } };
}

/** A list of bounded length. */
function list<T, const O extends ParamOptions<readonly JsonValue[]> & { readonly maxItems: number }>(
  of: Param<T>,
  { maxItems, ...rest }: O,
): Param<Value<readonly Exclude<T, undefined>[], O>> {
  return { schema: { type: 'array', ...common(rest), items: of.schema, maxItems } };
}

/** Values by name, such as a gain for each participant. */
function record<
  T,
  const O extends ParamOptions<{ readonly [key: string]: JsonValue }> & { readonly maxEntries: number },
>(of: Param<T>, { maxEntries, ...rest }: O): Param<Value<Readonly<Record<string, Exclude<T, undefined>>>, O>> {
  return {
    schema: { type: 'object', ...common(rest), additionalProperties: of.schema, maxProperties: maxEntries },
  };
}

/** One of two forms, such as a number or the word `auto`. */
function either<A, B, const O extends ParamOptions<JsonValue>>(
  one: Param<A>,
  other: Param<B>,
  options: O,
): Param<Value<Exclude<A | B, undefined>, O>> {
  return { schema: { ...common(options), anyOf: [one.schema, other.schema] } };
}

/** Makers of parameters: each gives the schema, the documentation and the TypeScript type at once. */
export const param: {
  readonly number: typeof number;
  readonly integer: typeof integer;
  readonly boolean: typeof boolean;
  readonly text: typeof text;
  readonly choice: typeof choice;
  readonly list: typeof list;
  readonly record: typeof record;
  readonly either: typeof either;
} = { number, integer, boolean, text, choice, list, record, either };

/**
 * The parameters of a node by their names in TypeScript. A manifest writes them in snake_case (`minSpeechMs` is
 * `min_speech_ms` there), and may write them as they are here.
 */
export type NodeParams = Readonly<Record<string, Param<unknown>>>;

/** The values that a node gets, of its schema. */
export type ParamValues<S extends NodeParams> = {
  readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never;
};

/** What is the same in every schema. The options were typed where they were given; their rest is JSON as it is. */
function common({ about, ...rest }: { readonly about: string }): Omit<ParamSchema, 'type'> {
  return { description: about, ...rest };
}
