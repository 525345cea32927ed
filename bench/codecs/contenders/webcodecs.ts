import { contenderOf } from '../classes/contender-of.ts';
import type { Contender } from '../contender.ts';

/** The browser's own. */
export const contender: Contender = contenderOf(globalThis);
