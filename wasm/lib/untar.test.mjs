import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../../scripts/lib/temp-folder.mjs';
import { untar } from './untar.mjs';

const LONG = `${'a-folder-with-a-long-name/'.repeat(8)}file.c`;

describe.each(['ustar', 'gnu', 'pax'])('an archive of the kind %s', (format) => {
  test('gives its files with their contents', () => {
    const names = format === 'ustar' ? ['a.c', 'b/c.h'] : ['a.c', 'b/c.h', LONG];
    const folder = tempFolder();
    for (const name of names) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), `contents of ${name}\n`.repeat(40));
    }
    execFileSync('tar', ['cf', join(folder, 'it.tar'), `--format=${format}`, ...names], { cwd: folder });
    const files = untar(readFileSync(join(folder, 'it.tar')));
    expect([...files.keys()]).toEqual(names);
    for (const [name, bytes] of files) {
      expect(Buffer.from(bytes).toString()).toBe(`contents of ${name}\n`.repeat(40));
    }
  });
});
