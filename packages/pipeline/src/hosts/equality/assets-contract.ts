import type { Asset } from '../../node/node-definition.ts';

const FILES: Readonly<Record<string, URL>> = {
  rnnoise: new URL(
    '../../../../../node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm',
    import.meta.url,
  ),
  opus: new URL('../../../../codecs/src/opus/opus.wasm', import.meta.url),
};

/** The files of the realtime nodes. @param read brings the bytes of an address */
export async function modulesFor(
  names: readonly string[],
  read: (url: URL) => Promise<ArrayBuffer | Uint8Array<ArrayBuffer>>,
): Promise<Readonly<Record<string, Asset>>> {
  const entries = names.map(async (name) => {
    const url = FILES[name];
    if (!url) throw new Error(`no file for ${name}`);
    return [name, await WebAssembly.compile(await read(url))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
