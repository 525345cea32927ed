import { expect, test } from 'vitest';
import { ANYONE } from './grant.ts';
import { checkMediaRights } from './media-rights.ts';

const START = 'v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n';
const DATA = 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=sendrecv\r\n';
const audio = (direction: string) => `m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n${direction}`;
const video = (direction: string) => `m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=bundle-only\r\n${direction}`;

test('a carriage return that ends a line for some parsers alone is refused', () => {
  const sdp = START + audio('a=x\ra=inactive\r\n');
  expect(() => checkMediaRights({ ...ANYONE, mayPublish: false }, sdp)).toThrow(/invalid-argument/);
  expect(() => checkMediaRights(ANYONE, sdp)).not.toThrow();
});

test.each([
  ['data alone', START + DATA, true, true],
  ['sendrecv', START + audio('a=sendrecv\r\n'), false, false],
  ['sendonly', START + audio('a=sendonly\r\n'), false, true],
  ['recvonly', START + audio('a=recvonly\r\n'), true, false],
  ['inactive', START + audio('a=inactive\r\n'), true, true],
  ['no direction', START + audio(''), false, false],
  ['only that of the session', `${START}a=inactive\r\n${audio('')}`, false, false],
  ['not that of data', START + DATA + audio('a=inactive\r\n'), true, true],
  ['the second section, bundled', START + audio('a=inactive\r\n') + video('a=sendonly\r\n'), false, true],
  ['two directions', START + audio('a=recvonly\r\na=sendonly\r\n'), false, false],
  ['line feeds alone', START + audio('a=recvonly\n').replaceAll('\r', ''), true, false],
  ['more than a direction in the line', START + audio('a=recvonly\r\na=sendonly x\r\n'), false, false],
  ['nearly a direction', START + audio('a=inactive-x\r\n'), false, false],
  ['a direction and a line separator', START + audio('a=inactive\u2028\r\n'), false, false],
  ['something that only begins like a direction', START + audio('a=inactives\r\na=recvonly\r\n'), true, false],
  ['a line hidden behind a line separator', START + audio('a=x\u2028a=inactive\r\n'), false, false],
  ['nothing', '', true, true],
])('%s', (_, sdp, withoutPublish, withoutSubscribe) => {
  const isLet = (rights: { mayPublish?: boolean; maySubscribe?: boolean }) => {
    try {
      checkMediaRights({ ...ANYONE, ...rights }, sdp);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'permission-denied' });
      return false;
    }
  };
  expect([isLet({}), isLet({ mayPublish: false }), isLet({ maySubscribe: false })]).toEqual([
    true,
    withoutPublish,
    withoutSubscribe,
  ]);
});
