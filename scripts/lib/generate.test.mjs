import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkGenerated } from './generate.mjs';
import { ROOT } from './paths.mjs';
import { tempFolder } from './temp-folder.mjs';

it('names generated code that was edited by hand', { timeout: 60_000 }, async () => {
  const copy = tempFolder();
  cpSync(join(ROOT, 'packages/protocol/src/gen'), copy, { recursive: true });
  appendFileSync(join(copy, 'remotemedia/v1/common_pb.ts'), '// by hand\n');
  await expect(checkGenerated(copy)).rejects.toThrow(
    'Run "npm run gen" and commit: remotemedia/v1/common_pb.ts differ from the .proto files.',
  );
});
