import { parseCandidate, writeCandidate } from '../../packages/protocol/src/sdp/index.ts';
import { parseIceUri } from '../../packages/protocol/src/stun/index.ts';

const SEEDS = [
  'candidate:842163049 1 udp 2122260223 192.0.2.1 35769 typ host generation 0 ufrag rLjT network-id 1 network-cost 10',
  'candidate:1 1 udp 41885439 203.0.113.9 52311 typ relay raddr 203.0.113.2 rport 35769 generation 0',
  'a=candidate:2 1 TCP 2105458943 2001:db8::1 9 typ host tcptype active',
  'turns:[2001:db8::1]:5349?transport=tcp',
  'stun:stun.example.org:3478',
];

/**
 * A candidate comes out as it was; addresses of ICE servers are read or refused.
 *
 * @type {import('../lib/trial.mjs').Target<string>}
 */
export const candidate = {
  name: 'candidate',
  kind: 'text',
  seeds: SEEDS,
  words: SEEDS.flatMap((seed) => seed.split(/(?<=[ :?])/)),
  run: (text) => {
    if (/^(?:stun|turn)/.test(text)) return void parseIceUri(text);
    const written = writeCandidate(parseCandidate(text));
    const expected = `candidate:${text.replace(/^(?:a=)?candidate:/, '')}`;
    if (written !== expected) throw new Error(`${written} was written`);
  },
};
