import { parseSdp, writeSdp } from '../../packages/protocol/src/sdp/index.ts';
import { GOOD_SDP, SDP_WORDS } from './good-sdp.mjs';

/**
 * What is taken apart comes out as it was; an edited copy as well, or it is refused.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const sdp = {
  name: 'sdp',
  kind: 'text',
  seeds: [GOOD_SDP, GOOD_SDP.replaceAll('\r', ''), GOOD_SDP.slice(0, 400)],
  words: SDP_WORDS,
  run: (text) => {
    const description = parseSdp(text);
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
    const expected = `${lines.join('\r\n')}\r\n`;
    if (writeSdp(description) !== expected) throw new Error('what was written is not what was read');
    const copy = { ...description, media: description.media.map((section) => ({ ...section })) };
    if (writeSdp(copy) !== expected) throw new Error('a copy is not written as it was read');
  },
};
