import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { strictTypeErrors } from '../support/strict-types.ts';

/** One sample of the page. What is for pages alone is compiled and not run. */
interface Sample {
  readonly name: string;
  readonly text: string;
  readonly isForPages: boolean;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const samples = samplesOf(readFileSync(join(root, 'docs/codecs.md'), 'utf8'));
let folder = '';

beforeAll(() => {
  // Inside the repository, so that packages are found from there.
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/codecs-docs-'));
  for (const { name, text } of samples) writeFileSync(join(folder, `${name}.ts`), text);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function samplesOf(page: string): Sample[] {
  return [...page.matchAll(/^```ts( page)?\n(.*?)^```$/gms)].map(([, page, text = ''], index) => ({
    name: `sample-${index + 1}`,
    text,
    isForPages: page !== undefined,
  }));
}

describe('samples of docs/codecs.md', () => {
  it('are there', () => expect(samples.length).toBeGreaterThan(8));

  it('compile for a strict user', () => {
    const files = samples.map(({ name }) => join(folder, `${name}.ts`));
    expect(strictTypeErrors(files, folder)).toBe('');
  }, 60_000);

  it.each(samples.filter(({ isForPages }) => !isForPages))(
    '$name runs in Node and says something',
    async ({ name, text }) => {
      const log = vi.spyOn(console, 'log').mockImplementation(() => {});
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      try {
        await import(/* @vite-ignore */ pathToFileURL(join(folder, `${name}.ts`)).href);
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
