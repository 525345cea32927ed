import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../redact/pseudonyms.ts';
import { StatsDelta } from './stats-delta.ts';

function deltaOf(...entries: readonly Record<string, unknown>[]) {
  return new StatsDelta(new Pseudonyms()).next(new Map(entries.map((entry, index) => [`${index}`, entry])) as never);
}

describe('numbers of a connection', () => {
  it('keep the words of the standards and the numbers', () => {
    const entry = { type: 'local-candidate', candidateType: 'relay', protocol: 'udp', networkType: 'wifi', port: 9 };
    expect(deltaOf(entry, { type: 'data-channel', state: 'open', messagesSent: 2 })).toEqual({
      'local-candidate-1': { candidateType: 'relay', protocol: 'udp', networkType: 'wifi' },
      'data-channel-1': { state: 'open', messagesSent: 2 },
    });
  });

  it('keep nothing that somebody chose: the other side names label and protocol of a data channel', () => {
    const entry = { type: 'data-channel', state: 'open', label: 'Ada', protocol: 'hunter2' };
    expect(deltaOf(entry)).toEqual({ 'data-channel-1': { state: 'open' } });
  });
});
