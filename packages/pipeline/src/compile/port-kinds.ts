import type { DataKind } from '../data/runtime-data.ts';
import { quote } from '../manifest/quote.ts';
import type { PortKinds, Ports } from '../node/node-definition.ts';
import type { CheckedNode } from './check-nodes.ts';

/** Some kinds of data. */
export type Kinds = ReadonlySet<DataKind>;

/** Every kind of data. */
const KINDS: Readonly<Record<DataKind, true>> = {
  audio: true,
  video: true,
  encodedAudio: true,
  encodedVideo: true,
  image: true,
  tensor: true,
  numpy: true,
  json: true,
  text: true,
  binary: true,
  control: true,
  file: true,
};
/** All of them. */
export const ALL_KINDS: Kinds = new Set(Object.keys(KINDS) as DataKind[]);
const NONE: Kinds = new Set<DataKind>();

/** What a node takes, of what comes from outside. */
export function accepted({ definition }: CheckedNode, given: Kinds): readonly DataKind[] {
  if (!definition) return [...given];
  const taken = kindsOfPorts(definition.ports.inputs);
  return [...given].filter((kind) => taken.has(kind));
}

/** What a node can emit, on one port or on all of them, when this arrives. */
export function givenBy({ definition }: CheckedNode, port: string | undefined, arriving: Kinds): Kinds {
  if (!definition) return ALL_KINDS;
  const { inputs, outputs } = definition.ports;
  if (arriving.size === 0 && Object.keys(inputs).length > 0) return NONE;
  const ports = port === undefined ? Object.values(outputs) : [outputs[port]];
  return new Set(ports.flatMap((kinds) => [...kindsOf(kinds, arriving)]));
}

/** Whether a node has inputs at all. */
export function takesAnything({ definition }: CheckedNode): boolean {
  return definition !== undefined && Object.keys(definition.ports.inputs).length > 0;
}

/** What all ports of one side take. */
export function kindsOfPorts(ports: Ports): Kinds {
  return new Set(Object.values(ports).flatMap((kinds) => [...kindsOf(kinds, ALL_KINDS)]));
}

/** What a port takes or gives. @param same what `same` stands for */
export function kindsOf(kinds: PortKinds | undefined, same: Kinds): Kinds {
  if (kinds === undefined) return NONE;
  if (kinds === 'any') return ALL_KINDS;
  return kinds === 'same' ? same : new Set(kinds);
}

/** A node as messages name it: id and type. */
export function named({ id, definition }: CheckedNode): string {
  return `${quote(id)} (${definition?.type ?? 'unknown'})`;
}

/** Kinds as messages list them. */
export function listed(kinds: Kinds): string {
  if (kinds.size === ALL_KINDS.size) return 'anything';
  const words = [...kinds];
  return words.length <= 1 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
