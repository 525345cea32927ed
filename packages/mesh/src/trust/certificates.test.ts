import { expect, test } from 'vitest';
import { keepsCertificates } from './certificates.ts';
import { SAMPLE_FINGERPRINT, SAMPLE_SDP } from './sample-description.ts';

const NEXT = SAMPLE_SDP.replace(' 2 IN', ' 3 IN').replace('rLjT', 'aBcD');
const OTHER_FINGERPRINT = SAMPLE_FINGERPRINT.replace('26:', '27:');

test.each([
  ['the same one', NEXT, true],
  ['the same one twice', NEXT.replace('a=setup', `a=fingerprint:${SAMPLE_FINGERPRINT}\r\na=setup`), true],
  ['another one', NEXT.replace(SAMPLE_FINGERPRINT, OTHER_FINGERPRINT), false],
  ['another one besides', NEXT.replace('a=setup', `a=fingerprint:${OTHER_FINGERPRINT}\r\na=setup`), false],
  ['none', NEXT.replace(/a=fingerprint.*\r\n/, ''), false],
  ['one that cannot be read', NEXT.replace(SAMPLE_FINGERPRINT, 'sha-256'), false],
])('a later description with %s keeps the certificate: %s', (_what, later, expected) => {
  expect(keepsCertificates(SAMPLE_SDP, later)).toBe(expected);
});
