import { appendFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkGenerated, lintProto } from './generate.mjs';
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

it('refuses a message without a comment and a field whose name is not in snake case', { timeout: 60_000 }, async () => {
  const copy = tempFolder();
  for (const part of ['buf.yaml', 'proto']) {
    cpSync(join(ROOT, 'packages/protocol', part), join(copy, part), { recursive: true });
  }
  await lintProto(copy);
  appendFileSync(join(copy, 'proto/remotemedia/v1/common.proto'), 'message Odd {\n  string badName = 1;\n}\n');
  await expect(lintProto(copy)).rejects.toThrow(
    /"Odd" should have a non-empty comment[\s\S]*"badName" should be lower_snake/,
  );
});
