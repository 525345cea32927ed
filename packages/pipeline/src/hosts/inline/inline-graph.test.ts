import { NodeRegistry } from '../../registry/node-registry.ts';
import { hostNodes } from '../host-nodes-contract.ts';
import { describeHost } from '../hosts-contract.ts';
import { InlineGraph } from './inline-graph.ts';

const registry = new NodeRegistry(hostNodes);

describeHost(
  'on the thread that calls',
  (options, listener) => InlineGraph.open({ ...options, listener, definitions: (type) => registry.find(type) }),
  'inline',
);
