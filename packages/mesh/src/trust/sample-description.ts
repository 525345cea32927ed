/** The fingerprint in {@link SAMPLE_SDP}. */
export const SAMPLE_FINGERPRINT =
  'sha-256 26:D7:93:25:ED:65:45:10:6E:6B:A4:81:9F:F6:0D:60:25:B0:4A:FE:29:40:FC:A7:25:33:7C:87:D2:15:C8:79';

/** A description as Chromium makes it, with one section. */
export const SAMPLE_SDP: string = [
  'v=0',
  'o=- 6119989592288876973 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0',
  'a=msid-semantic: WMS',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:rLjT',
  'a=ice-pwd:ZTT0h3nI5yfUtY3Y89bkae70',
  `a=fingerprint:${SAMPLE_FINGERPRINT}`,
  'a=setup:actpass',
  'a=mid:0',
  'a=sctp-port:5000',
  '',
].join('\r\n');
