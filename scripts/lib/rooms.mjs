import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The rooms of a repository and the source files that can be imported from each.
 *
 * @param {string} root
 * @returns {{ name: string, dir: string, entries: string[] }[]}
 */
export function roomsOf(root) {
  return readdirSync(join(root, 'packages'))
    .map((name) => ({ name, dir: join(root, 'packages', name) }))
    .filter(({ dir }) => existsSync(join(dir, 'package.json')))
    .map(({ name, dir }) => {
      const { exports = {} } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
      const entries = Object.values(exports).filter((target) => typeof target === 'string' && /\.tsx?$/.test(target));
      return { name, dir, entries: entries.map((target) => join(dir, target)).filter((file) => existsSync(file)) };
    });
}
