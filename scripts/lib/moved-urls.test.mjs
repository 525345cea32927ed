import { expect, it } from 'vitest';
import { movedUrls } from './moved-urls.mjs';

/** What becomes of the code, and the files that go along. */
function moved(code, options) {
  const files = [];
  const context = { emitFile: ({ fileName, source }) => files.push([fileName, source.length > 0]) };
  return { code: movedUrls(options).transform.call(context, code), files };
}

it('leads to workers, worklets and WebAssembly of its own in the folders of the package', () => {
  const { code } = moved(`
    new Worker(new URL('../codec.worker.ts', import.meta.url), { type: 'module' });
    context.audioWorklet.addModule(new URL('./pipeline.worklet.ts', import.meta.url));
    fetch(new URL('../../vpx/vp8-encoder.wasm', import.meta.url));
  `);
  expect(code).toContain("new Worker(new URL('./workers/codec.js', import.meta.url), { type: 'module' })");
  expect(code).toContain("addModule(new URL('./worklets/pipeline.js', import.meta.url))");
  expect(code).toContain("fetch(new URL('./wasm/vp8-encoder.wasm', import.meta.url))");
});

it('copies files of other packages to the place that it is told, however the call is broken into lines', () => {
  const placeOf = (file) => `files/${file.split('/').at(-1)}`;
  const { code, files } = moved(
    "const license = new URL(\n  '../../../node_modules/vitest/LICENSE.md',\n  import.meta.url,\n);",
    { placeOf },
  );
  expect(code).toBe("const license = new URL('./files/LICENSE.md', import.meta.url);");
  expect(files).toEqual([['files/LICENSE.md', true]]);
});

it('takes from scripts of other packages the name of a map that does not go along', () => {
  const file = 'onnxruntime-web/dist/ort.wasm.bundle.min.mjs';
  const sources = [];
  const context = { emitFile: ({ source }) => sources.push(source.toString('utf8')) };
  const code = `new URL('../../../node_modules/${file}', import.meta.url)`;
  movedUrls({ placeOf: () => 'files/ort.mjs' }).transform.call(context, code);
  expect(sources[0].length).toBeGreaterThan(1000);
  expect(sources[0]).not.toContain('sourceMappingURL=');
});

it('keeps WebAssembly of other packages out of the folder for its own', () => {
  const file = 'mediabunny/LICENSE.wasm';
  const code = `new URL('../../../node_modules/${file}', import.meta.url)`;
  expect(() => moved(code)).toThrow(file);
});

it('finds the files from a folder of dist', () => {
  const { code } = moved("new URL('./opus.wasm', import.meta.url)", { dist: '../' });
  expect(code).toBe("new URL('../wasm/opus.wasm', import.meta.url)");
});

it('refuses a file of another package that it has no place for', () => {
  const code = "new URL('../../node_modules/vitest/LICENSE.md', import.meta.url)";
  expect(() => moved(code)).toThrow('vitest/LICENSE.md');
});

it('leaves everything else as it is', () => {
  const code = "new URL('./page.html', import.meta.url); new URL(address, import.meta.url);";
  expect(moved(code).code).toBe(code);
});
