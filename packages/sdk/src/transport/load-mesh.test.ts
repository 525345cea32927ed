import { describe, expect, it } from 'vitest';
import { loadMesh } from './load-mesh.ts';

describe('loadMesh', () => {
  it('says what could not be loaded, and is no unhandled rejection when nobody waits for it', async () => {
    const loading = loadMesh(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module: /m.js')));
    await new Promise((resolve) => setTimeout(resolve));
    await expect(loading).rejects.toMatchObject({
      code: 'unavailable',
      detail: expect.stringMatching(/the code that connects to peers .* could not be loaded: .*\/m\.js/),
    });
  });
});
