import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROTOCOL_FOLDER = fileURLToPath(new URL('../../../packages/protocol', import.meta.url));
const BUF = fileURLToPath(new URL('../../../node_modules/.bin/buf', import.meta.url));

/** Writes the descriptors of all `.proto` files into `folder`. @returns the path of the file */
export async function writeDescriptors(folder: string): Promise<string> {
  const path = join(folder, 'descriptors.binpb');
  await promisify(execFile)(BUF, ['build', '-o', path], { cwd: PROTOCOL_FOLDER });
  return path;
}
