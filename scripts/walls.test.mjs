import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './lib/paths.mjs';
import { tempFolder } from './lib/temp-folder.mjs';

// Each mistake is made in a small copy of the house, and the tool that guards against it has to notice.

const BIOME = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** A house of its own with the real settings, whose only room holds the given files. */
function house(files) {
  const folder = tempFolder({
    'package.json': '{ "private": true }',
    'packages/room/package.json':
      '{ "name": "@remotemedia/room", "private": true, "type": "module", "dependencies": {} }',
    ...files,
  });
  for (const file of ['biome.json', 'tsconfig.base.json']) cpSync(join(ROOT, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The rules of Biome that object, by name. */
function objections(files) {
  const folder = house(files);
  // The copy is no git repository.
  const args = [BIOME, 'lint', '--vcs-enabled=false', '--reporter=json', '--error-on-warnings', '.'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout);
  return [...new Set(diagnostics.map(({ category }) => category.split('/').at(-1)))].sort();
}

const inRoom = (source) => ({ 'packages/room/src/a.ts': source });

describe('Biome', { timeout: 30_000 }, () => {
  it('has nothing against clean code', () => {
    expect(objections(inRoom('/** One. */\nexport const one: number = 1;\n'))).toEqual([]);
  });

  it.each([
    ['any', 'noExplicitAny', 'export const a: any = 1;\n'],
    ['a non-null assertion', 'noNonNullAssertion', 'export const f = (a?: string): string => a!;\n'],
    ['a default export', 'noDefaultExport', 'export default 1;\n'],
    ['console', 'noConsole', "console.log('here');\n"],
    ['an enum', 'noEnum', 'export enum E {\n  A,\n}\n'],
    ['@ts-ignore', 'noTsIgnore', '// @ts-ignore\nexport const a: number = 1;\n'],
    ['a thrown string', 'useThrowOnlyError', "export function f(): never {\n  throw 'no';\n}\n"],
    ['a package that is not in package.json', 'noUndeclaredDependencies', "export { it } from 'vitest';\n"],
    [
      'a promise nobody waits for',
      'noFloatingPromises',
      'async function f(): Promise<void> {}\nexport function g(): void {\n  f();\n}\n',
    ],
    [
      'a switch that misses a case',
      'useExhaustiveSwitchCases',
      "export function f(a: 'x' | 'y'): number {\n  switch (a) {\n    case 'x':\n      return 1;\n  }\n  return 2;\n}\n",
    ],
  ])('refuses %s', (_, rule, source) => {
    expect(objections(inRoom(source))).toContain(rule);
  });

  it('refuses an import without its extension, and one that should be a type import', () => {
    const files = {
      'packages/room/src/a.ts': "import { B } from './b';\nexport const a: B = 1;\n",
      'packages/room/src/b.ts': 'export type B = number;\n',
    };
    expect(objections(files)).toEqual(expect.arrayContaining(['useImportExtensions', 'useImportType']));
  });

  it('refuses files that import each other in a circle', () => {
    const files = {
      'packages/room/src/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b();\n",
      'packages/room/src/b.ts': "import { a } from './a.ts';\nexport const b = (): number => a();\n",
    };
    expect(objections(files)).toContain('noImportCycles');
  });

  it('refuses a file name that is not in kebab-case', () => {
    expect(objections({ 'packages/room/src/OneTwo.ts': 'export const one: number = 1;\n' })).toContain(
      'useFilenamingConvention',
    );
  });
});

/** What tsc says of a room whose only file has the given text. */
function typeErrors(source, compilerOptions = {}) {
  const tsconfig = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'out', tsBuildInfoFile: 'out/tsbuildinfo', ...compilerOptions },
    include: ['src'],
  };
  const folder = house({ ...inRoom(source), 'packages/room/tsconfig.json': JSON.stringify(tsconfig) });
  const args = [TSC, '-p', join(folder, 'packages/room')];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return [...stdout.matchAll(/error (TS\d+)/g)].map(([, code]) => code);
}

describe('TypeScript', { timeout: 60_000 }, () => {
  it('refuses an import of a file that another room does not export', () => {
    const source = "export { backoffMs } from '@remotemedia/base/src/backoff.ts';\n";
    expect(typeErrors(source)).toEqual(['TS2307']);
  });

  it('refuses the page in a room that has to run anywhere', () => {
    expect(typeErrors('export const title: string = document.title;\n')).toEqual(['TS2584']);
  });

  it('refuses an export without a written type, and syntax that cannot be erased', () => {
    const source = 'export const f = () => new Map();\nexport class A {\n  constructor(readonly a: number) {}\n}\n';
    expect(typeErrors(source)).toEqual(['TS9007', 'TS1294']);
  });
});
