import { SdkError } from '@remotemedia/base';

/** `node:fs`, as far as it is used. */
interface FileSystem {
  readonly promises: {
    readFile(path: URL, options: { signal: AbortSignal }): Promise<Uint8Array>;
    stat(path: URL): Promise<{ readonly size: number; isFile(): boolean }>;
  };
}

/**
 * Reads a file with Node, whose `fetch` knows no `file:`. Node's file system is asked for at run time: an import by name
 * would break the builds of pages.
 *
 * @returns nothing where this is not Node
 * @throws {SdkError} `invalid-argument` for what is no file (a device has no end), `resource-exhausted` when it is larger
 */
export function readFile(url: URL, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> | undefined {
  const files = fileSystem();
  return files && readUpTo(files, url, maxBytes, signal);
}

async function readUpTo(
  { promises }: FileSystem,
  url: URL,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const found = await promises.stat(url);
  if (!found.isFile()) throw new SdkError('invalid-argument', `${url.href} is no file`);
  if (found.size > maxBytes) throw new SdkError('resource-exhausted', `${url.href} is larger than ${maxBytes} bytes`);
  return await promises.readFile(url, { signal });
}

function fileSystem(): FileSystem | undefined {
  const process: unknown = Reflect.get(globalThis, 'process');
  if (typeof process !== 'object' || process === null) return undefined;
  const getBuiltin: unknown = Reflect.get(process, 'getBuiltinModule');
  return typeof getBuiltin === 'function' ? getBuiltin('node:fs') : undefined;
}
