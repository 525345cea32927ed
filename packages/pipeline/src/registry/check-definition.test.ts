import { SdkError } from '@remotemedia/base';
import { expect, it } from 'vitest';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { NodeRegistry } from './node-registry.ts';

const ports = { inputs: {}, outputs: {} };
const create = () => ({ process: () => {} });

it.each([
  [undefined, 'the definition of a node has no type'],
  [{}, 'the definition of a node has no type'],
  [{ type: 'X', ports, create }, 'the definition of X has no params'],
  [{ type: 'X', params: {}, create }, 'the definition of X has no ports'],
  [{ type: 'X', params: {}, ports: { inputs: {} }, create }, 'the definition of X has no ports'],
  [{ type: 'X', params: {}, ports }, 'the definition of X has no create'],
])('refuses %j as a node', (given, message) => {
  const make = () => new NodeRegistry([]).with([given as AnyNodeDefinition]);
  expect(make).toThrow(SdkError);
  expect(make).toThrow(message);
});
