import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { checkDefinition } from './check-definition.ts';
import { nearestName } from './nearest-name.ts';

/**
 * The nodes that manifests can name. A type is found by its name, by its aliases, and with or without a `Node` at the end:
 * upstream has `AudioLevelNode` and `PassThrough`.
 */
export class NodeRegistry {
  /** One for each type, in the order in which they came. */
  readonly definitions: readonly AnyNodeDefinition[];
  readonly #byName = new Map<string, AnyNodeDefinition>();
  readonly #byStem = new Map<string, AnyNodeDefinition>();

  /**
   * Takes nodes in.
   *
   * @param definitions of two with the same type, the later one counts
   * @throws {SdkError} `invalid-argument` for what is no definition
   */
  constructor(definitions: readonly AnyNodeDefinition[]) {
    for (const definition of definitions) checkDefinition(definition);
    const byType = new Map(definitions.map((definition) => [definition.type, definition]));
    this.definitions = [...byType.values()];
    for (const definition of this.definitions) this.#index(definition);
    // A type of its own goes before another node's alias.
    for (const definition of this.definitions) this.#byName.set(definition.type, definition);
  }

  /** The definition that a `node_type` means. */
  find(type: string): AnyNodeDefinition | undefined {
    return this.#byName.get(type) ?? this.#byStem.get(stemOf(type));
  }

  /** The type that an unknown one was probably meant to be. */
  nearest(type: string): string | undefined {
    const name = nearestName(type.replace(/node$/i, ''), this.#byStem.keys());
    return name === undefined ? undefined : this.find(name)?.type;
  }

  /** A registry that knows more nodes; where types are the same, the given ones count. */
  with(more: readonly AnyNodeDefinition[]): NodeRegistry {
    return new NodeRegistry([...this.definitions, ...more]);
  }

  #index(definition: AnyNodeDefinition): void {
    for (const name of [definition.type, ...(definition.aliases ?? [])]) {
      this.#byName.set(name, definition);
      this.#byStem.set(stemOf(name), definition);
    }
  }
}

function stemOf(type: string): string {
  return type.length > 4 && type.endsWith('Node') ? type.slice(0, -4) : type;
}
