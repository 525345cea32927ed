/** A JSON Schema (draft 7). */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Text. */
export function textSchema(more: JsonSchema = {}): JsonSchema {
  return { type: 'string', ...more };
}

/** A whole number, 0 or more. */
export function countSchema(more: JsonSchema = {}): JsonSchema {
  return { type: 'integer', minimum: 0, ...more };
}

/** An object with these members; others may follow. Members whose name ends in `?` may be absent. */
export function objectSchema(members: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const names = Object.keys(members);
  const required = names.filter((name) => !name.endsWith('?'));
  const entries = Object.entries(members).map(([name, schema]) => [name.replace(/\?$/, ''), schema]);
  return { type: 'object', properties: Object.fromEntries(entries), required };
}

/** A list. */
export function listSchema(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

/** A schema of the document's components, by name. */
export function named(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}
