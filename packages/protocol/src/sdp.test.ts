import { describe, expect, it } from 'vitest';
import { sdpFault } from './sdp.ts';

const GOOD = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', ''].join('\r\n');

describe('sdpFault()', () => {
  it('finds nothing wrong with a session description', () => {
    expect(sdpFault(GOOD)).toBeUndefined();
    expect(sdpFault(GOOD.replaceAll('\r\n', '\n'))).toBeUndefined();
  });

  it.each([
    ['nothing at all', ''],
    ['another kind of text', '{"sdp":"v=0"}'],
    ['a missing origin', GOOD.replace(/o=.*\r\n/, '')],
    ['a missing session name', GOOD.replace('s=-\r\n', '')],
    ['a missing time', GOOD.replace('t=0 0\r\n', '')],
    ['a line without a type', `${GOOD}garbage\r\n`],
    ['a NUL character', `${GOOD}a=x\u0000\r\n`],
  ])('names %s', (_what, text) => {
    expect(sdpFault(text)).toEqual(expect.any(String));
  });
});
