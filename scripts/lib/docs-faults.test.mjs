import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { docsFaults } from './docs-faults.mjs';
import { tempFolder } from './temp-folder.mjs';

const TSCONFIG = JSON.stringify({ compilerOptions: { strict: true, target: 'ES2022', types: [] }, include: ['*.ts'] });

async function faultsOf(source) {
  const folder = tempFolder({ 'index.ts': source, 'tsconfig.json': TSCONFIG, 'package.json': '{"name":"x"}' });
  const faults = await docsFaults(folder, [join(folder, 'index.ts')], join(folder, 'tsconfig.json'));
  return faults.map((fault) => fault.replace(/^index\.ts:\d+: /, ''));
}

describe('docsFaults', { timeout: 60_000 }, () => {
  it('passes what is documented', async () => {
    expect(
      await faultsOf('/** A. */\nexport const a = 1;\n/** B. */\nexport class B {\n  /** C. */\n  c = 1;\n}'),
    ).toEqual([]);
  });

  it('names exports without a comment', async () => {
    const source = 'export const a = 1;\nexport function b() {}\nexport type C = string;\nexport interface D {}';
    expect(await faultsOf(source)).toEqual(['a', 'b', 'C', 'D'].map((name) => `${name} has no documentation`));
  });

  it('names public members without a comment, and no private ones', async () => {
    const source = `/** A. */
export class A {
  #own = 1;
  private hidden = 1;
  open = 1;
  constructor(size: number) {}
  get size() { return this.#own; }
  run() {}
}
/** B. */
export interface B { field: string }
/** C. */
export type C = { field: string };`;
    expect((await faultsOf(source)).sort()).toEqual(
      ['A.constructor', 'A.open', 'A.run', 'A.size', 'B.field', 'C.field'].map((n) => `${n} has no documentation`),
    );
  });

  it('takes the comment of a union case for its members', async () => {
    const source =
      "/** A. */\nexport type A =\n  /** Waits. */\n  | { kind: 'waits' }\n  /** Done. */\n  | { kind: 'done'; at: number };";
    expect(await faultsOf(source)).toEqual([]);
  });
});
