import { describe, expect, it } from 'vitest';
import { CandidateQueue, fits } from './candidate-queue.ts';

const candidate = (ufrag?: string, port = 1) => ({
  type: 'candidate' as const,
  candidate: `candidate:1 1 udp 1 127.0.0.1 ${port} typ host${ufrag ? ` generation 0 ufrag ${ufrag} network-id 1` : ''}`,
  sdpMid: '0',
  sdpMLineIndex: 0,
});

describe('CandidateQueue', () => {
  it('hands out what belongs to a description, in order, and keeps the rest', () => {
    const queue = new CandidateQueue();
    for (const port of [1, 2, 3]) queue.push(candidate('mine', port));
    queue.push(candidate('other'));
    const taken = queue.takeFitting('v=0\r\na=ice-ufrag:mine\r\n');
    expect(taken).toEqual([candidate('mine', 1), candidate('mine', 2), candidate('mine', 3)]);
    expect(queue.size).toBe(1);
  });

  it('does not take one name for the beginning of another', () => {
    expect(fits(candidate('abcd'), 'a=ice-ufrag:abcdef\r\n')).toBe(false);
    expect(fits(candidate('abcd'), 'a=ice-ufrag:abcd\n')).toBe(true);
    expect(fits(candidate(), 'a=ice-ufrag:any\r\n')).toBe(true);
  });

  it('stays bounded, whatever a peer sends', () => {
    const queue = new CandidateQueue();
    for (let port = 0; port < 10_000; port += 1) queue.push(candidate('never', port));
    expect(queue.size).toBe(256);
  });
});
