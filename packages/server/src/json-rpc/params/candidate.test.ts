import { describe, expect, it } from 'vitest';
import { toCandidate } from './candidate.ts';
import { ParamsError } from './params.ts';

const LINE = 'candidate:1 1 udp 2122260223 192.0.2.1 54321 typ host';
const FOUND = { candidate: LINE, sdpMid: '0', sdpMlineIndex: 1 };
const INIT = { candidate: LINE, sdpMid: '0', sdpMLineIndex: 1, usernameFragment: null };

describe('toCandidate()', () => {
  it.each([
    ['the Rust server', { candidate: LINE, sdp_mid: '0', sdp_m_line_index: 1 }],
    ['the Node server', { candidate: LINE, sdp_mid: '0', sdp_mline_index: 1 }],
    ['browsers', { candidate: LINE, sdpMid: '0', sdpMLineIndex: 1 }],
    ['an RTCIceCandidateInit', { candidate: INIT }],
    ['an RTCIceCandidateInit as text', { candidate: JSON.stringify(INIT) }],
    ['an RTCIceCandidateInit as text with space', { candidate: ` ${JSON.stringify(INIT, null, 2)}` }],
    ['a candidate within and m-lines outside', { candidate: { candidate: LINE }, sdp_mid: '0', sdpMLineIndex: 1 }],
    ['nulls outside', { candidate: INIT, sdp_mid: null, sdp_m_line_index: null }],
    ['empty texts outside', { candidate: INIT, sdp_mid: '', sdp_mline_index: '' }],
  ])('takes the spelling of %s', (_name, params) => {
    expect(toCandidate(params)).toEqual(FOUND);
  });

  it.each([
    ['an empty line', { candidate: '' }],
    ['null', { candidate: null }],
    ['an RTCIceCandidateInit with an empty line', { candidate: { candidate: '' } }],
    ['null within', { candidate: { candidate: null, sdpMid: null } }],
    ['the same as text', { candidate: '{"candidate":""}' }],
  ])('takes %s for the end of candidates', (_name, params) => {
    expect(toCandidate(params)).toEqual({ candidate: '', sdpMid: '', sdpMlineIndex: 0 });
  });

  it('takes an m-line that is not named for an unknown one', () => {
    expect(toCandidate({ candidate: LINE })).toEqual({ candidate: LINE, sdpMid: '', sdpMlineIndex: 0 });
  });

  it.each([
    ['no candidate', {}],
    ['a number', { candidate: 7 }],
    ['a list', { candidate: [LINE] }],
    ['an object without one', { candidate: { sdpMid: '0' } }],
    ['an object that is deep', { candidate: { candidate: { candidate: LINE } } }],
    ['an m-line that is no text', { candidate: LINE, sdp_mid: 0 }],
    ['an index that is text', { candidate: LINE, sdp_m_line_index: '1' }],
    ['half an index', { candidate: LINE, sdp_m_line_index: 0.5 }],
    ['an index below 0', { candidate: LINE, sdp_m_line_index: -1 }],
  ])('refuses %s', (_name, params) => {
    expect(() => toCandidate(params)).toThrow(ParamsError);
  });

  it('refuses JSON text that is none, as a candidate and not as a parameter', () => {
    expect(() => toCandidate({ candidate: '{"candidate":' })).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
    expect(() => toCandidate({ candidate: '{"candidate":' })).not.toThrow(ParamsError);
  });

  it('leaves an impossible index for the hub to refuse', () => {
    expect(toCandidate({ candidate: LINE, sdp_m_line_index: 2 ** 40 }).sdpMlineIndex).toBe(2 ** 32 - 1);
  });
});
