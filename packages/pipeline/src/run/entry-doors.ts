import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { InputSource, PortKinds } from '../node/node-definition.ts';
import type { RunNode } from './run-node.ts';

/** Where an item goes in, if not to all nodes that get what comes from outside. */
export interface EntryPoint {
  readonly nodeId: string;
  /** @default the first input that takes the kind */
  readonly port?: string | undefined;
}

/** One input of one node, for items from outside. */
interface Door {
  readonly node: RunNode;
  readonly takes: PortKinds;
  readonly source: InputSource;
}

/** The ways into a graph. */
export class EntryDoors {
  /** The inputs of each node, the first one first. */
  readonly #doors: ReadonlyMap<string, readonly Door[]>;
  /** Those of nodes to which nothing leads. */
  readonly #entries: readonly (readonly Door[])[];

  constructor(nodes: readonly RunNode[]) {
    this.#doors = new Map(nodes.map((node) => [node.plan.id, doorsOf(node)]));
    this.#entries = nodes.filter(({ plan }) => plan.isEntry).map(({ plan }) => this.#doors.get(plan.id) ?? []);
  }

  /** Lets an item in. @throws {SdkError} `not-found` for an unknown node or port, `invalid-argument` if nobody takes it */
  enter(item: RuntimeData, entry: EntryPoint | undefined): void {
    if (entry) {
      const { node, source } = this.#find(item, entry);
      node.receive(item, source);
      return;
    }
    let isTaken = this.#entries.length === 0;
    for (let index = 0; index < this.#entries.length; index += 1) {
      const door = doorFor(item, this.#entries[index]);
      if (!door) continue;
      isTaken = true;
      door.node.receive(item, door.source);
    }
    if (!isTaken) throw new SdkError('invalid-argument', `no node of the pipeline takes ${item.kind} from outside`);
  }

  #find(item: RuntimeData, { nodeId, port }: EntryPoint): Door {
    const doors = this.#doors.get(nodeId);
    if (!doors) throw new SdkError('not-found', `the pipeline has no node "${nodeId}"`);
    if (port === undefined) {
      const door = doorFor(item, doors);
      if (door) return door;
      throw new SdkError('invalid-argument', `no input of node "${nodeId}" takes ${item.kind}`);
    }
    const door = doors.find(({ source }) => source.port === port);
    if (!door) throw new SdkError('not-found', `node "${nodeId}" has no input "${port}"`);
    if (takes(door, item)) return door;
    throw new SdkError('invalid-argument', `the input "${port}" of node "${nodeId}" takes no ${item.kind}`);
  }
}

function doorsOf(node: RunNode): readonly Door[] {
  const inputs = Object.entries(node.definition.ports.inputs);
  return inputs.map(([port, kinds]) => ({ node, takes: kinds, source: { port, nodeId: '' } }));
}

function doorFor(item: RuntimeData, doors: readonly Door[] | undefined): Door | undefined {
  if (!doors) return undefined;
  for (let index = 0; index < doors.length; index += 1) {
    const door = doors[index];
    if (door && takes(door, item)) return door;
  }
  return undefined;
}

function takes({ takes: kinds }: Door, item: RuntimeData): boolean {
  return typeof kinds === 'string' || kinds.includes(item.kind);
}
