import { withDeadline } from '@remotemedia/base';
import type { CodecFile, CodecSource } from './codec-source.ts';
import { codecUrl } from './codec-url.ts';
import { compileBytes, compileUrl } from './compile.ts';

/** How a codec is loaded. */
export interface LoadCodecOptions {
  /** Where it comes from. @default the file beside this code */
  readonly source?: CodecSource | undefined;
  /** Ends this wait; others who wait for the same file go on. */
  readonly signal?: AbortSignal | undefined;
}

/** Modules by address, under way or done. A failure is forgotten, so that another try is made. */
const byUrl = new Map<string, Promise<WebAssembly.Module>>();

/** Modules by the bytes they were made of. */
const byBytes = new WeakMap<BufferSource, Promise<WebAssembly.Module>>();

/**
 * The compiled code of a codec, the same one for each call. Not for an AudioWorklet, which can fetch nothing: load the
 * module on the page and pass it on in `processorOptions`.
 *
 * @param file which one; it names the errors and, without a source, the address
 * @throws {SdkError} `not-found` or `unavailable` when the file cannot be had (with address and status), `data-loss` when
 *   something else came (with MIME type and beginning), `permission-denied` when the Content Security Policy forbids
 *   WebAssembly, `unimplemented` when this browser cannot run it, `cancelled` when the signal aborted
 */
export async function loadCodec(file: CodecFile, options: LoadCodecOptions = {}): Promise<WebAssembly.Module> {
  const { source, signal } = options;
  if (source instanceof WebAssembly.Module) return source;
  if (!signal) return await compiled(file, source);
  return await withDeadline(() => compiled(file, source), { signal });
}

function compiled(file: CodecFile, source: BufferSource | URL | string | undefined): Promise<WebAssembly.Module> {
  if (isBytes(source)) return remembered(byBytes, source, () => compileBytes(source, `the source of ${file}`));
  const url = source === undefined ? codecUrl(file) : new URL(source, baseUrl());
  return remembered(byUrl, url.href, () => compileUrl(url));
}

function isBytes(source: BufferSource | URL | string | undefined): source is BufferSource {
  return source instanceof ArrayBuffer || ArrayBuffer.isView(source);
}

/** What a relative address is relative to: the page or the worker's script; in Node there is no such thing. */
function baseUrl(): string | undefined {
  const { document, location } = globalThis as { document?: Document; location?: Location };
  return document?.baseURI ?? location?.href;
}

interface Memory<Key> {
  get(key: Key): Promise<WebAssembly.Module> | undefined;
  set(key: Key, value: Promise<WebAssembly.Module>): unknown;
  delete(key: Key): boolean;
}

function remembered<Key>(memory: Memory<Key>, key: Key, compile: () => Promise<WebAssembly.Module>) {
  const known = memory.get(key);
  if (known) return known;
  const fresh = compile();
  memory.set(key, fresh);
  fresh.catch(() => memory.delete(key));
  return fresh;
}
