import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { GuideSamples } from '../support/guide-samples.ts';
import { strictTypeErrors } from '../support/strict-types.ts';

declare module 'vitest' {
  interface ProvidedContext {
    pipelineWorkerUrl: string;
  }
}

const samples = new GuideSamples('docs/pipelines.md');
const node = samples.all.find(({ place }) => place === 'node');

afterAll(() => samples.remove());

describe('samples of docs/pipelines.md', () => {
  it('are there', () => expect(samples.all.length).toBeGreaterThan(9));

  it('compile for a strict user', () => {
    const vite = samples.write(
      'vite.d.ts',
      "declare module '*?worker&url' {\n  const url: string;\n  export default url;\n}\n",
    );
    const tremolo = samples.write('tremolo.ts', node?.text ?? '');
    expect(strictTypeErrors([...samples.files, tremolo, vite], samples.folder)).toBe('');
  }, 60_000);

  it.each(samples.all.filter(({ place }) => place === ''))(
    '$name runs in Node and says something',
    async ({ name, text }) => {
      const log = vi.spyOn(console, 'log').mockImplementation(() => {});
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      try {
        // A thread of an older Node runs no TypeScript.
        const worker = `new PipelineRunner({ workerUrl: ${JSON.stringify(inject('pipelineWorkerUrl'))} })`;
        const file = samples.write(`${name}.run.ts`, text.replace('new PipelineRunner()', worker));
        await import(/* @vite-ignore */ pathToFileURL(file).href);
        expect(error).not.toHaveBeenCalled();
        const said = log.mock.calls.flat().join('\n');
        if (text.includes('console.log')) expect(said).not.toBe('');
        expect(said).not.toMatch(/undefined|NaN/);
      } finally {
        log.mockRestore();
        error.mockRestore();
      }
    },
    30_000,
  );
});
