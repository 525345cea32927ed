import { expect, it } from 'vitest';
import { safetyCode } from './safety-code.ts';
import { SAMPLE_FINGERPRINT, SAMPLE_SDP } from './sample-description.ts';

const withFingerprint = (fingerprint: string) => SAMPLE_SDP.replace(SAMPLE_FINGERPRINT, fingerprint);
const OTHER = withFingerprint(SAMPLE_FINGERPRINT.replace('26:D7', '26:D8'));

it('is thirty digits in six groups, and the same for the same certificates', async () => {
  const code = await safetyCode(SAMPLE_SDP, OTHER);
  expect(code).toMatch(/^\d{5}( \d{5}){5}$/);
  // Made with Python's hashlib.pbkdf2_hmac, as another implementation would have to make it.
  expect(code).toBe('45683 98606 01459 83701 24672 22191');
});

it('is the same on both sides', async () => {
  expect(await safetyCode(SAMPLE_SDP, OTHER)).toBe(await safetyCode(OTHER, SAMPLE_SDP));
});

it('does not depend on how and on which level a browser writes a fingerprint', async () => {
  const line = `a=fingerprint:${SAMPLE_FINGERPRINT}\r\n`;
  const onSession = SAMPLE_SDP.replace(line, '').replace('m=', `${line}m=`);
  const inLowerCase = withFingerprint(SAMPLE_FINGERPRINT.toLowerCase());
  const twice = SAMPLE_SDP.replace(line, line + line);
  const expected = await safetyCode(SAMPLE_SDP, OTHER);
  for (const written of [onSession, inLowerCase, twice]) expect(await safetyCode(written, OTHER)).toBe(expected);
});

it('is another one when either certificate is another one, or one is added', async () => {
  const third = withFingerprint(SAMPLE_FINGERPRINT.replace('C8:79', 'C8:78'));
  const added = SAMPLE_SDP.replace('a=setup', `a=fingerprint:${SAMPLE_FINGERPRINT.replace('26:', '27:')}\r\na=setup`);
  const pairs: [string, string][] = [
    [SAMPLE_SDP, OTHER],
    [SAMPLE_SDP, third],
    [third, OTHER],
    [added, OTHER],
    [SAMPLE_SDP, added],
  ];
  const codes = await Promise.all(pairs.map(([local, remote]) => safetyCode(local, remote)));
  expect(new Set(codes).size).toBe(pairs.length);
});

it.each([
  ['no fingerprint', SAMPLE_SDP.replace(/a=fingerprint.*\r\n/, '')],
  ['a fingerprint with something after it', withFingerprint(`${SAMPLE_FINGERPRINT} x`)],
  ['a fingerprint that is none', withFingerprint('sha-256 hello')],
  ['a name in capitals', SAMPLE_SDP.replace('a=setup', 'A=Fingerprint: x\r\na=setup')],
  ['nothing', ''],
])('refuses a description with %s', async (_what, sdp) => {
  await expect(safetyCode(SAMPLE_SDP, sdp)).rejects.toMatchObject({ code: 'invalid-argument' });
});
