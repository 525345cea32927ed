import { expect, it } from 'vitest';
import { CANDIDATE, kindOf, SDP } from './workload.mjs';

it('has the sizes of what browsers send, and one number in each', () => {
  expect(Buffer.byteLength(SDP)).toBe(3_400);
  expect(Buffer.byteLength(CANDIDATE)).toBe(160);
  for (const text of [SDP, CANDIDATE]) expect(text.split('@')).toHaveLength(2);
  expect(SDP).toMatch(/^v=0\r\n(?:[a-z]=[^\r\n]*\r\n)+$/);
});

it('sends ten candidates for one offer', () => {
  const kinds = Array.from({ length: 22 }, (_, count) => kindOf(count));
  expect(kinds.filter((kind) => kind === 'offer')).toHaveLength(2);
  expect(kinds[0]).toBe('offer');
});
