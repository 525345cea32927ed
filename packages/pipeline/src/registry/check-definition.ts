import { SdkError } from '@remotemedia/base';
import type { AnyNodeDefinition } from '../node/node-definition.ts';

/**
 * Refuses what is no definition of a node: an application may be written without types, and a missing member would be
 * missed only deep within a graph.
 *
 * @throws {SdkError} `invalid-argument`, which says what is missing
 */
export function checkDefinition(definition: AnyNodeDefinition): void {
  const { type, params, ports, create } = Object(definition) as Partial<Record<keyof AnyNodeDefinition, unknown>>;
  if (typeof type !== 'string' || type === '') throw missing('a node', 'type (a name)');
  if (!isObject(params)) throw missing(type, 'params (an object, which may be empty)');
  if (!hasPorts(ports)) throw missing(type, 'ports with inputs and outputs');
  if (typeof create !== 'function') throw missing(type, 'create (a function)');
}

function hasPorts(ports: unknown): boolean {
  if (!isObject(ports)) return false;
  const { inputs, outputs } = ports as { readonly inputs?: unknown; readonly outputs?: unknown };
  return isObject(inputs) && isObject(outputs);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function missing(who: string, what: string): SdkError {
  return new SdkError('invalid-argument', `the definition of ${who.slice(0, 80)} has no ${what}; see defineNode`);
}
