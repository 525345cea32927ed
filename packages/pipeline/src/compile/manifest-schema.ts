import type { JsonValue } from '../data/json-value.ts';
import { MANIFEST_LIMITS } from '../manifest/limits.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import type { ParamSchema } from '../node/param.ts';
import type { NodeRegistry } from '../registry/node-registry.ts';
import { paramNames } from './param-names.ts';

/** A JSON Schema as JSON. */
export type JsonSchema = { readonly [keyword: string]: JsonValue };

/**
 * The JSON Schema of manifests, with which an editor completes node types, and the parameters of each. It is one of draft
 * 2020-12, and says nothing that draft 7 would read otherwise. What it takes, {@link checkManifest} takes as far as one node
 * at a time can be judged; it knows nothing of graphs.
 *
 * @param registry the nodes that manifests can name, those of the application too
 */
export function manifestSchema({ definitions }: NodeRegistry): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Pipeline manifest of RemoteMedia',
    description: 'Which nodes treat media and data on their way, and how they are connected.',
    type: 'object',
    required: ['nodes'],
    properties: {
      version: { description: '`v1`.' },
      metadata: {
        type: 'object',
        properties: {
          name: { description: 'What the pipeline is called.', type: 'string' },
          description: { description: 'What it is for.', type: 'string' },
        },
      },
      nodes: {
        description: 'The nodes, in any order.',
        type: 'array',
        maxItems: MANIFEST_LIMITS.nodes,
        items: nodeSchema(definitions),
      },
      connections: {
        description:
          'Which node gives to which. Nodes that none leads to get the input of the pipeline; what nodes emit that none leaves is its output.',
        type: 'array',
        maxItems: MANIFEST_LIMITS.connections,
        items: connectionSchema(),
      },
    },
  };
}

function nodeSchema(definitions: readonly AnyNodeDefinition[]): JsonSchema {
  return {
    type: 'object',
    required: ['id', 'node_type'],
    properties: {
      id: {
        description: 'Unique in the manifest, best without dots: topics of the control bus cannot name those.',
        type: 'string',
        minLength: 1,
        maxLength: MANIFEST_LIMITS.idLength,
      },
      node_type: {
        description: 'What the node does.',
        type: 'string',
        anyOf: [
          ...definitions.map(({ type, about }) => ({ const: type, description: about })),
          { pattern: patternOf(definitions.flatMap(namesOf)) },
        ],
      },
      params: { description: 'Its parameters, or the same as JSON text.', type: ['object', 'string', 'null'] },
    },
    allOf: definitions.filter(({ params }) => Object.keys(params).length > 0).map(rulesFor),
  };
}

/** Where a node is of this type, its parameters are these. */
function rulesFor(definition: AnyNodeDefinition): JsonSchema {
  const params = Object.entries(definition.params).map(([name, { schema }]) => {
    const [usual = name, ...others] = paramNames(name, schema.aliases);
    return { usual, others, schema: publicSchema(schema) };
  });
  // Other names are taken as well, but an editor shall not suggest them.
  const others = params.filter(({ others }) => others.length > 0);
  return {
    if: { required: ['node_type'], properties: { node_type: { pattern: patternOf(namesOf(definition)) } } },
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
    then: {
      properties: {
        params: {
          description: definition.about,
          properties: Object.fromEntries(params.map(({ usual, schema }) => [usual, schema])),
          ...(others.length === 0
            ? {}
            : { patternProperties: Object.fromEntries(others.map((each) => [exactly(each.others), each.schema])) }),
        },
      },
    },
  };
}

function connectionSchema(): JsonSchema {
  const port = (what: string): JsonSchema => ({ description: what, type: 'string' });
  return {
    type: 'object',
    required: ['from', 'to'],
    properties: {
      from: { description: 'Id of the node that gives.', type: 'string' },
      to: { description: 'Id of the node that receives.', type: 'string' },
      from_port: port('Only what is emitted on this port; whatever the node emits if absent.'),
      to_port: port('The port that receives; the first one if absent.'),
    },
  };
}

function namesOf({ type, aliases = [] }: AnyNodeDefinition): readonly string[] {
  return [type, ...aliases];
}

/** Each of the names, with or without a `Node` at its end. */
function patternOf(names: readonly string[]): string {
  const stems = new Set(names.map((name) => escaped(name.replace(/(?<=.)Node$/, ''))));
  return `^(${[...stems].join('|')})(Node)?$`;
}

function exactly(names: readonly string[]): string {
  return `^(${names.map(escaped).join('|')})$`;
}

function escaped(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, (character) => `\\${character}`);
}

/** A parameter's schema without our own keywords: the unit is told in the description. */
function publicSchema({
  unit,
  aliases: _,
  items,
  anyOf,
  properties,
  additionalProperties,
  ...rest
}: ParamSchema): JsonSchema {
  const description = unit === undefined ? rest.description : `${rest.description} Unit: ${unit}.`;
  const more =
    typeof additionalProperties === 'object' ? publicSchema(additionalProperties) : (additionalProperties ?? undefined);
  return {
    ...rest,
    description,
    ...(items ? { items: publicSchema(items) } : {}),
    ...(anyOf ? { anyOf: anyOf.map(publicSchema) } : {}),
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, publicSchema(v)])) }
      : {}),
    ...(more === undefined ? {} : { additionalProperties: more }),
  };
}
