import type { NodeParams } from '../node/param.ts';

/** The name that manifests give a parameter: `minSpeechMs` is `min_speech_ms` there. */
export function snakeCase(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** `min_speech_ms` as TypeScript has it. */
function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** All names that a manifest may give a parameter, the usual one first. */
export function paramNames(name: string, aliases: readonly string[] = []): readonly string[] {
  return [...new Set([name, ...aliases].flatMap((each) => [snakeCase(each), each, camelCase(each)]))];
}

/** From each name that a manifest may use to the name in the schema. A parameter's own name goes before aliases. */
export function paramsByName(schema: NodeParams): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const [name, { schema: each }] of Object.entries(schema)) {
    for (const alias of paramNames(name, each.aliases)) if (!byName.has(alias)) byName.set(alias, name);
  }
  for (const name of Object.keys(schema)) for (const own of paramNames(name)) byName.set(own, name);
  return byName;
}
