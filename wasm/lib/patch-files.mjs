import { Stop } from '../../scripts/lib/stop.mjs';

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@/;

/**
 * Applies a unified diff as `patch -p1` would, but with no fuzz: what does not fit to the line is an error.
 *
 * @param {Map<string, string>} files contents by path; changed in place
 * @param {string} diff
 * @param {string} name of the patch, for errors
 */
export function patchFiles(files, diff, name) {
  const lines = diff.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const target = /^\+\+\+ [^/\s]+\/(\S+)/.exec(lines[i] ?? '')?.[1];
    if (!target || !lines[i - 1]?.startsWith('--- ')) continue;
    const text = files.get(target);
    if (text === undefined) throw new Stop(`${name} changes ${target}, which is not there.`);
    const { patched, end } = applyHunks(text.split('\n'), lines, i + 1, `${name}: ${target}`);
    files.set(target, patched.join('\n'));
    i = end - 1;
  }
}

/**
 * @param {readonly string[]} old
 * @param {readonly string[]} diff
 * @param {number} start the first line after the file's header
 * @param {string} where for errors
 * @returns {{ patched: string[], end: number }} `end` is the first line that belongs to no hunk
 */
function applyHunks(old, diff, start, where) {
  const patched = [];
  let taken = 0;
  let i = start;
  for (let hunk = HUNK.exec(diff[i] ?? ''); hunk; hunk = HUNK.exec(diff[i] ?? '')) {
    const first = Number(hunk[1]) - 1;
    let left = Number(hunk[2] ?? 1);
    patched.push(...old.slice(taken, first));
    taken = first;
    for (i++; left > 0 || /^[+\\]/.test(diff[i] ?? ''); i++) {
      const line = diff[i] ?? '';
      if (line.startsWith('\\')) continue;
      if (line.startsWith('+')) {
        patched.push(line.slice(1));
        continue;
      }
      const expected = line.slice(1);
      if (old[taken] !== expected) {
        throw new Stop(`${where} line ${taken + 1}: expected "${expected}", got "${old[taken] ?? 'the end'}".`);
      }
      if (!line.startsWith('-')) patched.push(expected);
      taken++;
      left--;
    }
  }
  return { patched: [...patched, ...old.slice(taken)], end: i };
}
