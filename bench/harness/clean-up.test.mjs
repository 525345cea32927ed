import { expect, it } from 'vitest';
import { CleanUp } from './clean-up.mjs';

it('undoes the newest first, once, and goes on after a failure', async () => {
  const done = [];
  const cleanUp = new CleanUp();
  cleanUp.add(async () => void done.push('first'));
  cleanUp.add(async () => {
    throw new Error('stuck');
  });
  cleanUp.add(async () => void done.push('last'));
  await expect(cleanUp.run()).rejects.toThrow('stuck');
  expect(done).toEqual(['last', 'first']);
  await cleanUp.run();
  expect(done).toHaveLength(2);
});
