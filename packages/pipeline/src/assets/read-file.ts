/** `node:fs`, as far as it is used. */
interface FileSystem {
  readonly promises: { readFile(path: URL, options: { signal: AbortSignal }): Promise<Uint8Array> };
}

/**
 * Reads a file with Node, whose `fetch` knows no `file:`. Node's file system is asked for at run time: an import by name
 * would break the builds of pages.
 *
 * @returns nothing where this is not Node
 */
export function readFile(url: URL, signal: AbortSignal): Promise<Uint8Array> | undefined {
  return fileSystem()?.promises.readFile(url, { signal });
}

function fileSystem(): FileSystem | undefined {
  const process: unknown = Reflect.get(globalThis, 'process');
  if (typeof process !== 'object' || process === null) return undefined;
  const getBuiltin: unknown = Reflect.get(process, 'getBuiltinModule');
  return typeof getBuiltin === 'function' ? getBuiltin('node:fs') : undefined;
}
