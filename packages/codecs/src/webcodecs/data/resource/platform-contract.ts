import { expect } from 'vitest';

/** A class of the platform, or ours in its place. */
export type AnyClass = new (...args: never[]) => object;

/** An object of `type`, of arguments that may be wrong on purpose. */
export function make<T>(type: AnyClass, ...args: readonly unknown[]): T {
  return Reflect.construct(type, args);
}

/** Expects a DOMException of that name. */
export function expectException(run: () => unknown, name: string): void {
  expect(nameOf(run), run.toString()).toBe(name);
}

/** Expects a promise that rejects with an error of that name. */
export async function expectRejection(promise: Promise<unknown>, name: string): Promise<void> {
  expect(
    await promise.then(
      () => 'nothing',
      (error: unknown) => (error instanceof Error ? error.name : String(error)),
    ),
  ).toBe(name);
}

/** A buffer that was transferred away. */
export function detachedBuffer(sizeBytes: number): ArrayBuffer {
  const buffer = new ArrayBuffer(sizeBytes);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

/** Buffers and views that hold `values`, shared ones too where a page may have them. */
export function sourcesOf(values: readonly number[]): AllowSharedBufferSource[] {
  const plain = Uint8Array.from(values);
  const inside = Uint8Array.from([9, 9, 9, ...values, 9]);
  const sources: AllowSharedBufferSource[] = [
    plain,
    plain.slice().buffer,
    inside.subarray(3, 3 + values.length),
    new DataView(inside.buffer, 3, values.length),
  ];
  if (typeof SharedArrayBuffer !== 'function') return sources;
  const shared = new Uint8Array(new SharedArrayBuffer(values.length));
  shared.set(values);
  return [...sources, shared, shared.buffer];
}

function nameOf(run: () => unknown): string {
  try {
    run();
    return 'nothing';
  } catch (error) {
    return error instanceof Error || error instanceof DOMException ? error.name : String(error);
  }
}
