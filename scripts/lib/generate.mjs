import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';
import { tool } from './tools.mjs';

const PROTOCOL = join(ROOT, 'packages/protocol');

/** Writes packages/protocol/src/gen from the .proto files. */
export async function generate() {
  await buf(PROTOCOL);
}

/**
 * Makes the code in a folder of its own and compares it with what is committed.
 *
 * @param {string} [committed] folder of the generated code
 */
export async function checkGenerated(committed = join(PROTOCOL, 'src/gen')) {
  const fresh = mkdtempSync(join(tmpdir(), 'remotemedia-gen-'));
  try {
    await buf(fresh);
    const [wanted, present] = [filesUnder(join(fresh, 'src/gen')), filesUnder(committed)];
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(present)])];
    const stale = names.filter((name) => wanted[name] !== present[name]);
    if (stale.length > 0)
      throw new Stop(`Run "npm run gen" and commit: ${stale.join(', ')} differ from the .proto files.`);
    console.log(`${names.length} generated files fit the .proto files`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Checks the .proto files against the rules in buf.yaml.
 *
 * @param {string} [dir] folder that has both
 */
export async function lintProto(dir = PROTOCOL) {
  const { code, output } = await tool('buf', ['lint'], { cwd: dir });
  if (code !== 0) throw new Stop(output.trim());
}

/** @param {string} out */
async function buf(out) {
  const path = `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env['PATH']}`;
  const { code, output } = await tool('buf', ['generate', '--output', out], { cwd: PROTOCOL, env: { PATH: path } });
  if (code !== 0) throw new Stop(`buf could not generate:\n${output.trim()}`);
}

/** @param {string} dir @returns {Record<string, string>} contents by path */
function filesUnder(dir) {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(dir.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
