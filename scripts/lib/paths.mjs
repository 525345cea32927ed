import { fileURLToPath } from 'node:url';

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folder for whatever is made and can be made again. */
export const CACHE = fileURLToPath(new URL('../../.cache', import.meta.url));
