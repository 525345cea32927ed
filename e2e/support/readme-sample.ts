import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { strictTypeErrors } from './strict-types.ts';

const HEADING = '## In your page';

/** What the README leaves to the reader. */
const GLOBALS = `declare function show(name: string, stream: MediaStream): void;
declare function print(name: string, data: unknown): void;
`;

/** The reader's page: one `<video>` for each stream, one `<li>` for each message. */
const PAGE = `const videos = new Map();
globalThis.show = (name, stream) => {
  // A stream with picture and sound is told of twice, once for each track.
  if (videos.has(stream.id)) return;
  const video = Object.assign(document.createElement('video'), { autoplay: true, muted: true, srcObject: stream });
  videos.set(stream.id, video);
  document.body.append(video);
};
globalThis.print = (name, data) => {
  document.body.append(Object.assign(document.createElement('li'), { textContent: name + ': ' + data }));
};
`;
/** A `<footer>` says that the sample came to its end. */
const MAIN = `import './page.js';
import './sample.ts';
document.body.append(document.createElement('footer'));
`;
const INDEX = '<!doctype html><title>Sample</title><body><script type="module" src="main.js"></script></body>\n';

/** The first TypeScript block of the README under "In your page". */
export function readmeSample(): string {
  const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  const [, section] = readme.split(`\n${HEADING}\n`);
  const [, sample] = /^```ts\n(.*?)^```$/ms.exec(section?.split('\n## ')[0] ?? '') ?? [];
  if (sample === undefined) throw new Error(`the README has no TypeScript block under "${HEADING}"`);
  return sample;
}

/** The sample as a page, not built yet. */
export class SamplePage {
  readonly #folder: string;

  /** @param folder empty, inside the repository, so that packages are found from there */
  constructor(folder: string) {
    this.#folder = folder;
    const files = { 'sample.ts': readmeSample(), 'globals.d.ts': GLOBALS, 'page.js': PAGE, 'main.js': MAIN };
    for (const [name, text] of Object.entries({ ...files, 'index.html': INDEX })) writeFileSync(this.#path(name), text);
  }

  /** What the compiler says of the sample; empty when nothing is wrong. */
  typeErrors(): string {
    return strictTypeErrors([this.#path('sample.ts'), this.#path('globals.d.ts')], this.#folder);
  }

  /** Bundles it as a user would. Gives the folder to serve. */
  async build(): Promise<string> {
    const outDir = this.#path('dist');
    await build({ configFile: false, root: this.#folder, logLevel: 'warn', build: { outDir, target: 'es2022' } });
    return outDir;
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}
