import { parse, write } from 'sdp-transform';

/**
 * Takes everything apart, candidates included.
 *
 * @type {import('../session.mjs').Contender}
 */
export const sdpTransform = { parse, generate: write };
