import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import type { JsonValue } from '../data/json-value.ts';
import { isObject } from '../manifest/members.ts';
import type { Path } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import type { ParamSchema } from '../node/param.ts';
import { describeSchema } from './describe-schema.ts';

/** Faults of one parameter that are told. */
const MAX_FAULTS = 5;

/** What is wrong with a value, and where in it. */
export interface ParamFault {
  /** From the parameter's value to the faulty part of it. */
  readonly path: Path;
  /** A whole sentence. */
  readonly message: string;
  /** The right value, if it is plain what was meant. */
  readonly suggestion: string | undefined;
}

/** Schemas do not change, and preparing one takes longer than using it. */
const validators = new WeakMap<ParamSchema, Validator>();

/**
 * Holds a parameter's value against its schema.
 *
 * @param name what the message calls the parameter
 */
export function paramFaults(name: string, schema: ParamSchema, value: JsonValue): readonly ParamFault[] {
  const { valid, errors } = validatorFor(schema).validate(value);
  if (valid) return [];
  // Of a structure that is wrong because a part of it is, the part is told.
  const places = deepest(errors.map(({ instanceLocation }: OutputUnit) => stepsOf(instanceLocation)));
  return places.slice(0, MAX_FAULTS).map((path) => faultAt(name, schema, value, path));
}

function faultAt(name: string, schema: ParamSchema, value: JsonValue, path: Path): ParamFault {
  let [part, rule]: [JsonValue | undefined, ParamSchema | undefined] = [value, schema];
  for (const step of path) {
    part = memberOf(part, step);
    rule = ruleFor(rule, step);
  }
  const place = path.map((step) => (/^\d+$/.test(String(step)) ? `[${step}]` : `.${step}`)).join('');
  const expected = rule ? describeSchema(rule) : 'something else';
  return { path, message: `${name}${place} must be ${expected}, got ${quote(part)}`, suggestion: meant(rule, part) };
}

/** A number or truth value in quotes is meant without them. */
function meant(rule: ParamSchema | undefined, given: JsonValue | undefined): string | undefined {
  if (typeof given !== 'string' || rule === undefined || given.length > 30) return undefined;
  if (rule.type === 'boolean') return given === 'true' || given === 'false' ? given : undefined;
  if (rule.enum) return caseless(rule.enum, given);
  if (rule.type !== 'number' && rule.type !== 'integer') return undefined;
  const number = given.trim() === '' ? Number.NaN : Number(given);
  return Number.isFinite(number) && validatorFor(rule).validate(number).valid ? String(number) : undefined;
}

function caseless(choices: readonly JsonValue[], given: string): string | undefined {
  const found = choices.find((choice) => String(choice).toLowerCase() === given.toLowerCase());
  return found === undefined ? undefined : String(found);
}

function deepest(places: readonly Path[]): readonly Path[] {
  const unique = new Map(places.map((path) => [JSON.stringify(path), path]));
  return [...unique.values()].filter(
    (path) =>
      ![...unique.values()].some((other) => other.length > path.length && path.every((step, at) => step === other[at])),
  );
}

function memberOf(value: JsonValue | undefined, step: string | number): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function ruleFor(rule: ParamSchema | undefined, step: string | number): ParamSchema | undefined {
  if (rule === undefined) return undefined;
  const named = rule.properties && Object.hasOwn(rule.properties, step) ? rule.properties[step] : undefined;
  const others = typeof rule.additionalProperties === 'object' ? rule.additionalProperties : undefined;
  const found = named ?? (rule.type === 'array' ? rule.items : others);
  return found ?? rule.anyOf?.map((each) => ruleFor(each, step)).find((each) => each !== undefined);
}

function validatorFor(schema: ParamSchema): Validator {
  const kept = validators.get(schema);
  if (kept) return kept;
  // The validator writes into what it is given.
  const copy: Schema = JSON.parse(JSON.stringify(schema));
  // All faults are wanted, not the first alone.
  const made = new Validator(copy, '2020-12', false);
  validators.set(schema, made);
  return made;
}

/** The validator's location, a JSON Pointer as a fragment, as steps. */
function stepsOf(location: string): Path {
  const steps = location.split('/').slice(1);
  return steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
