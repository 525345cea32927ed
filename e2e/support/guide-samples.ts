import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** One sample of a guide. */
export interface GuideSample {
  /** Its file in the folder, without the ending. */
  readonly name: string;
  /** Its code. */
  readonly text: string;
  /** Where it is for: nothing but TypeScript's word says "anywhere"; `page` is compiled and not run. */
  readonly place: string;
}

/** The samples of a guide as files. Whoever opens them removes them. */
export class GuideSamples {
  /** All of them, in order. */
  readonly all: readonly GuideSample[];
  /** Where their files are: inside the repository, so that packages are found from there. */
  readonly folder: string;

  /** @param guide such as `docs/codecs.md` */
  constructor(guide: string) {
    const text = readFileSync(join(ROOT, guide), 'utf8');
    this.all = [...text.matchAll(/^```ts(?: ([\w=]+))?\n(.*?)^```$/gms)].map(([, place = '', code = ''], index) => ({
      name: `sample-${index + 1}`,
      text: code,
      place,
    }));
    mkdirSync(join(ROOT, '.cache'), { recursive: true });
    this.folder = mkdtempSync(join(ROOT, '.cache/guide-'));
    for (const { name, text: code } of this.all) this.write(`${name}.ts`, code);
  }

  /** The files, for a compiler. */
  get files(): readonly string[] {
    return this.all.map(({ name }) => this.fileOf(name));
  }

  /** The path of a sample. */
  fileOf(name: string): string {
    return join(this.folder, `${name}.ts`);
  }

  /** Puts another file beside them. */
  write(file: string, text: string): string {
    writeFileSync(join(this.folder, file), text);
    return join(this.folder, file);
  }

  /** Deletes them. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
