/** The little of Node's file system that is needed here. */
interface FileSystem {
  readonly promises: { readFile(path: URL): Promise<Uint8Array<ArrayBuffer>> };
}

/** Node's `process`, of which only this is used. */
interface NodeProcess {
  getBuiltinModule(name: 'node:fs'): FileSystem;
}

/**
 * Reads a file with Node, whose `fetch` knows no `file:`. An `import` of `node:fs` would break bundlers for the page.
 *
 * @returns nothing where this is not Node
 */
export function readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> | undefined {
  const { process } = globalThis as { process?: unknown };
  return isNode(process) ? process.getBuiltinModule('node:fs').promises.readFile(url) : undefined;
}

function isNode(process: unknown): process is NodeProcess {
  return typeof process === 'object' && process !== null && 'getBuiltinModule' in process;
}
