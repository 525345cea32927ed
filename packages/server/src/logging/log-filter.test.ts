import { expect, test } from 'vitest';
import { levelOfFilter } from './log-filter.ts';

test.each([
  ['info', 'info'],
  ['WARN', 'warn'],
  ['info,webrtc=debug', 'info'],
  ['webrtc=debug,warn', 'warn'],
  ['remotemedia_webrtc::signaling=warn,h2=trace', 'trace'],
  ['app[span{id=1}]=debug', 'debug'],
  ['off', 'off'],
  ['loud', undefined],
  ['', undefined],
  ['info,', undefined],
  ['a=b=info', undefined],
  ['webrtc=loud', undefined],
])('the filter %j has the level %s', (filter, level) => {
  expect(levelOfFilter(filter)).toBe(level);
});
