import { describe, expect, it } from 'vitest';
import { mediaDirections } from './index.ts';

const sends = (sdp: string) => mediaDirections(sdp).map((section) => [section.sends, section.receives]);

describe('mediaDirections()', () => {
  it.each([
    ['nothing', [true, true]],
    ['a=sendrecv', [true, true]],
    ['a=sendonly', [true, false]],
    ['a=recvonly', [false, true]],
    ['a=inactive', [false, false]],
    ['a=sendonlyx', [true, true]],
    ['a=recvonly and more', [false, true]],
    ['a=recvonly:more', [false, true]],
    ['a=recvonly\r\na=sendonly', [true, true]],
    ['a=inactive\r\na=recvonly', [false, true]],
    ['a=recvonly\ra=sendonly', [true, true]],
  ])('reads %j', (lines, expected) => {
    expect(sends(`v=0\r\nm=audio 9 RTP/AVP 0\r\n${lines}\r\n`)).toEqual([expected]);
  });

  it('takes the direction of the session where a section says none', () => {
    const text = 'a=recvonly\nm=audio 9 x 0\nm=video 9 x 0\na=sendonly\n';
    expect(sends(text)).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it('sees a section that only a lone CR divides from the line before', () => {
    expect(mediaDirections('s=-\rm=video 9 RTP/AVP 96')).toMatchObject([{ kind: 'video', sends: true }]);
  });

  it('tells sections that are refused', () => {
    const text = 'm=audio 0 x 0\nm=video 9 x 0\nm=audio 0 x 0\na=bundle-only\nm=text\n';
    expect(mediaDirections(text).map(({ kind, isUsed }) => `${kind} ${isUsed}`)).toEqual([
      'audio false',
      'video true',
      'audio true',
      ' true',
    ]);
  });

  it.each(['', 'hello', '\u0000', '\ud83d', 'm', 'M=audio 9'])('finds no section in %j', (text) => {
    expect(mediaDirections(text)).toEqual([]);
  });
});
