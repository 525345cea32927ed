import { SdkError, SerialQueue } from '@remotemedia/base';
import type { Asset } from '../../node/node-definition.ts';

/** A tensor of ONNX Runtime, as far as it is used. */
export interface OnnxTensor {
  readonly data: unknown;
}

/** A model at work. */
export interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

/** What of the module onnxruntime-web is used. */
export interface OnnxRuntime {
  readonly env: { readonly wasm: { numThreads?: number; wasmBinary?: Uint8Array | undefined }; logLevel?: string };
  readonly Tensor: new (
    type: 'float32' | 'int64',
    data: Float32Array | BigInt64Array,
    shape: readonly number[],
  ) => OnnxTensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: { readonly executionProviders: readonly string[] }): Promise<OnnxSession>;
  };
}

/**
 * Who uses ONNX Runtime in this thread, one after another: calls that overlap share its stack, and one spoils what the
 * other has there, even in another session (seen with onnxruntime-web 1.30: "unaligned accesses").
 */
export const onnxTurns: SerialQueue = new SerialQueue();

/**
 * Loads ONNX Runtime: one thread, nothing fetched but the module itself, so that a strict Content Security Policy holds.
 *
 * @throws {SdkError} `unavailable` when the module cannot be loaded, `invalid-argument` when it is another one
 */
export async function loadOnnxRuntime(url: Asset, wasm: Asset): Promise<OnnxRuntime> {
  if (typeof url !== 'string' || !(wasm instanceof Uint8Array)) {
    throw new SdkError('invalid-argument', 'the asset onnxruntime must be an address, and onnxruntimeWasm bytes');
  }
  const runtime = await imported(url);
  if (!isOnnxRuntime(runtime)) {
    throw new SdkError(
      'invalid-argument',
      `${url} is not onnxruntime-web (ort.wasm.bundle.min.mjs): it lacks its exports`,
    );
  }
  // More threads need SharedArrayBuffer and workers of their own; the models here are small.
  runtime.env.wasm.numThreads = 1;
  runtime.env.wasm.wasmBinary = wasm;
  runtime.env.logLevel = 'error';
  return runtime;
}

async function imported(url: string): Promise<unknown> {
  try {
    // Only the application knows the address: no bundler can follow it.
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ url);
  } catch (cause) {
    throw new SdkError('unavailable', `ONNX Runtime cannot be loaded from ${url}: ${String(cause)}`, { cause });
  }
}

function isOnnxRuntime(module: unknown): module is OnnxRuntime {
  if (typeof module !== 'object' || module === null) return false;
  const { env, Tensor, InferenceSession } = module as Partial<Record<keyof OnnxRuntime, unknown>>;
  const hasWasm = typeof env === 'object' && env !== null && 'wasm' in env;
  const canCreate =
    typeof InferenceSession === 'function' && typeof Reflect.get(InferenceSession, 'create') === 'function';
  return hasWasm && typeof Tensor === 'function' && canCreate;
}
