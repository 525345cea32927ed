import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { GuideSamples } from '../support/guide-samples.ts';
import { strictTypeErrors } from '../support/strict-types.ts';

const samples = new GuideSamples('docs/codecs.md');

afterAll(() => samples.remove());

describe('samples of docs/codecs.md', () => {
  it('are there', () => expect(samples.all.length).toBeGreaterThan(8));

  it('compile for a strict user', () => {
    expect(strictTypeErrors(samples.files, samples.folder)).toBe('');
  }, 60_000);

  it.each(samples.all.filter(({ place }) => place === ''))(
    '$name runs in Node and says something',
    async ({ name, text }) => {
      const log = vi.spyOn(console, 'log').mockImplementation(() => {});
      const error = vi.spyOn(console, 'error').mockImplementation(() => {});
      try {
        await import(/* @vite-ignore */ pathToFileURL(samples.fileOf(name)).href);
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
