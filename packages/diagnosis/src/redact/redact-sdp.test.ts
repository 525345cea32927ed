import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anAddress, aPassword, aSecret } from './nasty-secrets.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { redactCandidate } from './redact-candidate.ts';
import { redactSdp } from './redact-sdp.ts';

const OFFER = `v=0\r
o=- 6119989592288876973 2 IN IP4 192.0.2.77\r
s=-\r
t=0 0\r
a=group:BUNDLE 0 1\r
a=msid-semantic: WMS 5f0b\r
m=audio 46012 UDP/TLS/RTP/SAVPF 111 63\r
c=IN IP4 192.0.2.77\r
a=rtcp:9 IN IP4 0.0.0.0\r
a=candidate:3093363382 1 udp 2113937151 192.0.2.77 46012 typ host generation 0 network-cost 999\r
a=candidate:842163049 1 udp 1677729535 203.0.113.9 46012 typ srflx raddr 192.0.2.77 rport 46012\r
a=candidate:1 1 udp 2113937151 0f6a5b24-8a3c-4c1f-9d2e-3a8a3a1d2c5e.local 46012 typ host\r
a=ice-ufrag:rLjT\r
a=ice-pwd:ZTT0h3nI5yfUtY3Y89bkae70\r
a=ice-options:trickle\r
a=fingerprint:sha-256 26:D7:93:25:ED:65:45:10:6E:6B:A4:81:9F:F6:0D:60:25:B0:4A:FE:29:40:FC:A7:25:33:7C:87:D2:15:C8:79\r
a=setup:actpass\r
a=mid:0\r
a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r
a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r
a=sendrecv\r
a=msid:5f0b track-of-ada\r
a=rtpmap:111 opus/48000/2\r
a=fmtp:111 minptime=10;useinbandfec=1\r
a=ssrc:1234 cname:ada@example.org\r
m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
a=mid:1\r
a=x-remotemedia-seal:1 abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs\r
i=Ada's kitchen\r
`;

describe('a session description', () => {
  it('keeps its sections, codecs and roles, and nothing of who and where', () => {
    expect(redactSdp(OFFER, new Pseudonyms())).toEqual([
      'v=0',
      'o=- session-1 2 IN [address]',
      's=[redacted]',
      't=0 0',
      'a=group:BUNDLE 0 1',
      'a=msid-semantic:[redacted]',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 63',
      'c=[redacted]',
      'a=rtcp:[redacted]',
      'a=candidate:udp address-1 (IPv4) typ host',
      'a=candidate:udp address-2 (IPv4) typ srflx',
      'a=candidate:udp address-3 (name) typ host',
      'a=ice-ufrag:[redacted]',
      'a=ice-pwd:[redacted]',
      'a=ice-options:trickle',
      'a=fingerprint:certificate-1',
      'a=setup:actpass',
      'a=mid:0',
      'a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level',
      'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
      'a=sendrecv',
      'a=msid:[redacted]',
      'a=rtpmap:111 opus/48000/2',
      'a=fmtp:111 minptime=10;useinbandfec=1',
      'a=ssrc:[redacted]',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'a=mid:1',
      'a=[redacted]',
      'i=[redacted]',
    ]);
  });

  it('keeps no secret, on whichever line and in whichever place it stands', () => {
    const secret = fc.oneof(aSecret, aPassword, anAddress);
    const lines = OFFER.split('\r\n').filter((line) => line !== '');
    fc.assert(
      fc.property(secret, fc.nat(lines.length - 1), fc.nat(75), fc.boolean(), (hidden, index, at, replaces) => {
        const line = lines[index] ?? '';
        const changed = line.slice(0, at) + hidden + (replaces ? '' : line.slice(at));
        const sdp = lines.with(index, changed).join('\r\n');
        const redacted = redactSdp(sdp, new Pseudonyms()).join('\n');
        expect(redacted).not.toContain(hidden);
      }),
      { numRuns: 2_000 },
    );
  });

  it('may be any text, however long', () => {
    fc.assert(fc.property(fc.string({ size: 'large' }), (text) => redactSdp(text, new Pseudonyms()).length <= 601));
    expect(redactSdp('a=fmtp:1 a=1;'.repeat(200_000), new Pseudonyms()).length).toBeLessThanOrEqual(601);
    expect(redactSdp('a\n'.repeat(200_000), new Pseudonyms()).at(-1)).toMatch(/more lines\]$/);
  });
});

describe('a candidate', () => {
  it('keeps how it was found, and a name that stands for its address', () => {
    const names = new Pseudonyms();
    const text = 'candidate:1 1 UDP 2113937151 2001:db8::2 58608 typ host';
    const first = redactCandidate(text, names);
    expect(first).toEqual({ type: 'host', protocol: 'udp', family: 'IPv6', address: 'address-1' });
    expect(redactCandidate(`a=${text}`, names)).toEqual(first);
  });

  it('keeps no address', () => {
    fc.assert(
      fc.property(anAddress, (address) => {
        const text = `candidate:1 1 tcp 1 ${address} 9 typ relay raddr ${address} rport 9`;
        expect(JSON.stringify(redactCandidate(text, new Pseudonyms()))).not.toContain(address);
      }),
    );
  });
});
