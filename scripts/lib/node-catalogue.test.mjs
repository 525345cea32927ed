import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkCatalogue, generateCatalogue } from './node-catalogue.mjs';
import { tempFolder } from './temp-folder.mjs';

it('names docs of the nodes that were edited by hand, or are not there', { timeout: 60_000 }, async () => {
  const copy = tempFolder();
  mkdirSync(join(copy, 'docs'));
  await generateCatalogue(copy);
  await checkCatalogue(copy);
  appendFileSync(join(copy, 'docs/nodes.md'), 'By hand.\n');
  rmSync(join(copy, 'docs/manifest.schema.json'));
  await expect(checkCatalogue(copy)).rejects.toThrow(
    'Run "npm run gen" and commit: docs/nodes.md, docs/manifest.schema.json differ from the nodes.',
  );
});
