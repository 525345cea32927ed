import { SdkError } from '@remotemedia/base';
import { loadCodec } from '@remotemedia/codecs';
import type { Asset, AssetForm } from '../node/node-definition.ts';
import { absoluteUrl } from './absolute-url.ts';
import type { AssetSource } from './asset-source.ts';
import { codecFileOf, defaultAssetUrl } from './default-assets.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { type LoadWait, SharedLoads } from './shared-loads.ts';

/** What was fetched and compiled, by address: once for the whole page. */
const bytesByUrl = new SharedLoads<Uint8Array>();
const modulesByUrl = new SharedLoads<WebAssembly.Module>();
const modulesByBytes = new WeakMap<BufferSource, Promise<WebAssembly.Module>>();

/**
 * A file in the form that a node asks for.
 *
 * @param source in the place of the default one
 * @throws {SdkError} `failed-precondition` where there is no source, `invalid-argument` for one that has no such form,
 *   `not-found`, `unavailable`, `data-loss`, `permission-denied` when it cannot be had, `cancelled`
 */
export async function assetIn(
  form: AssetForm,
  name: string,
  source: AssetSource | undefined,
  wait: LoadWait,
): Promise<Asset> {
  const codec = codecFileOf(name);
  if (codec && form === 'module') return await loadCodec(codec, { source, signal: wait.signal });
  const from = source ?? defaultAssetUrl(name);
  if (from === undefined) throw missing(name);
  if (form === 'url') return addressOf(name, from);
  return form === 'bytes' ? await bytesOf(name, from, wait) : await moduleOf(name, from, wait);
}

function addressOf(name: string, source: AssetSource): string {
  if (typeof source === 'string' || source instanceof URL) return absoluteUrl(source, name).href;
  throw new SdkError('invalid-argument', `${name} is wanted as an address: give a URL`);
}

async function bytesOf(name: string, source: AssetSource, wait: LoadWait): Promise<Uint8Array> {
  if (source instanceof WebAssembly.Module) {
    throw new SdkError('invalid-argument', `${name} is wanted as bytes, not compiled: give a URL or its bytes`);
  }
  if (typeof source !== 'string' && !(source instanceof URL)) return asBytes(source);
  const url = absoluteUrl(source, name);
  return await bytesByUrl.get(url.href, (signal, onProgress) => fetchBytes(url, signal, onProgress), wait);
}

async function moduleOf(name: string, source: AssetSource, wait: LoadWait): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source !== 'string' && !(source instanceof URL)) {
    const made = modulesByBytes.get(source) ?? compile(asBytes(source), `the bytes of ${name}`);
    modulesByBytes.set(source, made);
    return await made;
  }
  const url = absoluteUrl(source, name);
  const load = async (signal: AbortSignal, onProgress: LoadWait['onProgress']) =>
    await compile(await fetchBytes(url, signal, onProgress), url.href);
  return await modulesByUrl.get(url.href, load, wait);
}

async function compile(bytes: Uint8Array, what: string): Promise<WebAssembly.Module> {
  // Every WebAssembly file begins with \0asm: a server that answers with its start page is told apart.
  if (bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) {
    const start = JSON.stringify(String.fromCharCode(...bytes.subarray(0, 16)));
    throw new SdkError('data-loss', `${what} is no WebAssembly: ${bytes.length} bytes that begin with ${start}`);
  }
  try {
    return await WebAssembly.compile(Uint8Array.from(bytes));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    if (/content security policy|unsafe-eval|disallowed by embedder/i.test(why)) {
      const advice = "the Content Security Policy needs 'wasm-unsafe-eval' in script-src";
      throw new SdkError('permission-denied', `${what} may not be compiled: ${advice}`, { cause });
    }
    throw new SdkError('unimplemented', `${what} cannot be compiled here: ${why}`, { cause });
  }
}

function asBytes(source: BufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

function missing(name: string): SdkError {
  const entry = /^(onnx|silero)/.test(name)
    ? 'silero'
    : /^(vision|segmentation)/.test(name)
      ? 'segmentation'
      : undefined;
  const advice = entry
    ? `give { assets: ${entry}Assets }, which come from @remotemedia/models/${entry}`
    : `give it as assets: { ${JSON.stringify(name)}: address }`;
  return new SdkError('failed-precondition', `no address is known for ${name}: ${advice}`);
}
