import {
  mediaDirections,
  parseFmtpParameters,
  parseSimulcast,
  validateSdp,
} from '../../packages/protocol/src/sdp/index.ts';
import { sdpFault } from '../../packages/protocol/src/sdp.ts';
import { ANYONE } from '../../packages/server/src/access/grant.ts';
import { checkMediaRights } from '../../packages/server/src/access/media-rights.ts';
import { GOOD_SDP, SDP_WORDS } from './good-sdp.mjs';

/**
 * What judges a description without taking it apart for others.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const sdpJudges = {
  name: 'sdp-judges',
  kind: 'text',
  seeds: [GOOD_SDP, 'send q;h;~f recv 1,2', 'minptime=10;useinbandfec=1'],
  words: [...SDP_WORDS, ';', '~', 'send ', 'recv '],
  run: (text) => {
    const faults = validateSdp(text);
    const isWellFormed = sdpFault(text) === undefined;
    if (!isWellFormed && faults.length === 0) throw new Error('a description that is none has no faults');
    parseFmtpParameters(text);
    parseSimulcast(text);
    const sends = mediaDirections(text).some((section) => section.sends && /^(?:audio|video)$/.test(section.kind));
    checkMediaRights({ ...ANYONE, mayPublish: false }, text);
    if (sends) throw new Error('someone who may not publish may send');
  },
};
