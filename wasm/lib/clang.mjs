import { importTool } from './toolchain.mjs';

/**
 * A folder of the compiler's file system.
 *
 * @typedef {{ [name: string]: Tree | Uint8Array }} Tree
 *
 * @typedef {(args: string[], files: Tree, options: object) => Promise<Tree>} RunClang
 */

/** A compiler error: what clang printed. */
export class CompileError extends Error {}

/** @type {Promise<RunClang> | undefined} */
let loading;

/** @returns {Promise<RunClang>} */
async function load() {
  const { runClang, runLLVM } = await importTool('@yowasp/clang');
  // Read beforehand, because it tells about that on the console otherwise.
  await runLLVM(null, {}, { fetchProgress: () => {} });
  return runClang;
}

/**
 * Runs clang, which is itself WebAssembly.
 *
 * @param {readonly string[]} args
 * @param {Tree} files that it sees
 * @returns {Promise<Tree>} the files with those that it wrote
 */
export async function clang(args, files) {
  loading ??= load();
  const runClang = await loading;
  let log = '';
  const keep = (/** @type {Uint8Array | null} */ bytes) => {
    if (bytes) log += new TextDecoder().decode(bytes);
  };
  const options = { stdout: keep, stderr: keep, decodeASCII: false };
  try {
    return await runClang(['clang', ...args], files, options);
  } catch (error) {
    throw new CompileError(log.trim() || String(error));
  }
}

/**
 * The tree of files given by their paths.
 *
 * @param {Iterable<[string, Uint8Array]>} files
 * @returns {Tree}
 */
export function treeOf(files) {
  /** @type {Tree} */
  const root = {};
  for (const [path, bytes] of files) {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let folder = root;
    for (const name of names) folder = subfolder(folder, name);
    folder[last] = bytes;
  }
  return root;
}

/** @param {Tree} folder @param {string} name @returns {Tree} */
function subfolder(folder, name) {
  const entry = folder[name] ?? {};
  if (entry instanceof Uint8Array) throw new TypeError(`"${name}" is a file where a folder is needed.`);
  folder[name] = entry;
  return entry;
}
