import { expect, test } from 'vitest';
import * as cores from './cores.ts';
import * as direct from './direct/index.ts';
import * as entry from './index.ts';

test('both entries have the cores, and no coder takes the place of one', () => {
  expect(Object.keys(cores)).toContain('OpusMultistreamDecoder');
  expect(entry).toMatchObject({ ...cores });
  expect(direct).toMatchObject({ ...cores });
});
