import type { JsonValue } from '../data/json-value.ts';
import type { JsonObject } from '../manifest/draft.ts';
import { ManifestError } from '../manifest/manifest-error.ts';
import { isObject } from '../manifest/members.ts';
import { PlainValues } from '../manifest/plain-value.ts';
import { type Path, ProblemList } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { nearestName } from '../registry/nearest-name.ts';
import { paramFaults } from './param-faults.ts';
import { paramsByName, snakeCase } from './param-names.ts';

/** Parameters by the names of the definition. */
export type CheckedParams = Readonly<Record<string, JsonValue | undefined>>;

/** What {@link checkParams} needs to know beside the parameters. */
export interface CheckParamsOptions {
  readonly definition: AnyNodeDefinition;
  /** What is taken where nothing is given; the defaults if absent. */
  readonly base?: CheckedParams;
  readonly path: Path;
  readonly problems: ProblemList;
}

/**
 * Checks the parameters of a node by its schema.
 *
 * @param given by their names in snake_case or camelCase, or by aliases; `null` is as if it were not there
 * @returns all parameters of the definition; those that were wrong as if they had not been given
 */
export function checkParams(
  given: JsonObject,
  { definition, base, path, problems }: CheckParamsOptions,
): CheckedParams {
  const schema = definition.params;
  const byName = paramsByName(schema);
  const params: Record<string, JsonValue | undefined> = { ...(base ?? defaultsOf(definition)) };
  const givenAs = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    const own = byName.get(name);
    const rule = own === undefined ? undefined : schema[own]?.schema;
    if (own === undefined || rule === undefined) {
      warnOfUnknown(name, { definition, names: byName.keys(), path, problems, isAtWork: base !== undefined });
      continue;
    }
    const before = givenAs.get(own);
    givenAs.set(own, name);
    if (before !== undefined) {
      const message = `${quote(before)} and ${quote(name)} are the same parameter: keep one of the two`;
      problems.error({ code: 'bad-param', path: [...path, name], isKey: true, message });
    } else if (value !== null) {
      const faults = paramFaults(name, rule, value);
      for (const { path: place, ...fault } of faults) {
        problems.error({ code: 'bad-param', path: [...path, name, ...place], ...fault });
      }
      if (faults.length === 0) params[own] = value;
    }
  }
  return params;
}

/**
 * New parameters for a node at work: those it has, with some changed.
 *
 * @param partial those that change, by their names in camelCase or snake_case; from anywhere
 * @returns all parameters of the definition
 * @throws {ManifestError} when one of them is unknown, or breaks the schema
 */
export function mergeParams(definition: AnyNodeDefinition, current: CheckedParams, partial: unknown): CheckedParams {
  const problems = new ProblemList();
  const given = new PlainValues(problems).copy(partial, []);
  if (!isObject(given))
    problems.error({ code: 'bad-value', path: [], message: `parameters are an object, got ${quote(given)}` });
  const params = checkParams(isObject(given) ? given : {}, { definition, base: current, path: [], problems });
  const found = problems.list();
  // At work nobody reads warnings: a name that does nothing is refused.
  if (found.length > 0) {
    const what = `the parameters of ${definition.type} stay as they are`;
    throw new ManifestError(
      found.map((problem) => ({ ...problem, severity: 'error' })),
      what,
    );
  }
  return params;
}

function defaultsOf({ params }: AnyNodeDefinition): Record<string, JsonValue | undefined> {
  return Object.fromEntries(Object.entries(params).map(([name, { schema }]) => [name, schema.default]));
}

interface Unknown {
  readonly definition: AnyNodeDefinition;
  readonly names: Iterable<string>;
  readonly path: Path;
  readonly problems: ProblemList;
  /** Whether there is a node whose parameters change, and no manifest. */
  readonly isAtWork: boolean;
}

function warnOfUnknown(name: string, { definition, names, path, problems, isAtWork }: Unknown): void {
  const suggestion = nearestName(name, names);
  const own = Object.keys(definition.params).map(snakeCase);
  const known =
    own.length === 0 ? 'it has none' : `it has ${own.slice(0, 12).join(', ')}${own.length > 12 ? ' …' : ''}`;
  const advice = suggestion === undefined ? known : `did you mean ${quote(suggestion)}?`;
  const outcome = isAtWork ? '' : ', so it is ignored';
  const message = `${definition.type} has no parameter ${quote(name)}${outcome}: ${advice}`;
  problems.warning({ code: 'unknown-param', path: [...path, name], isKey: true, message, suggestion });
}
