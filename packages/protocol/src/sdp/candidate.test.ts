import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateExtension, parseCandidate, writeCandidate } from './index.ts';

const HOST =
  'candidate:842163049 1 udp 2122260223 192.0.2.1 35769 typ host generation 0 ufrag rLjT network-id 1 network-cost 10';

describe('parseCandidate()', () => {
  it('reads what Chromium writes', () => {
    const candidate = parseCandidate(HOST);
    expect(candidate).toMatchObject({
      foundation: '842163049',
      component: 1,
      transport: 'udp',
      priority: 2_122_260_223,
      address: '192.0.2.1',
      port: 35_769,
      type: 'host',
    });
    expect(candidateExtension(candidate, 'network-cost')).toBe('10');
    expect(candidateExtension(candidate, 'tcptype')).toBeUndefined();
  });

  it.each([
    [
      'a related address',
      'candidate:1 1 udp 41885439 203.0.113.9 52311 typ relay raddr 203.0.113.2 rport 35769 generation 0',
    ],
    ['a TCP type', 'candidate:2 1 TCP 2105458943 192.0.2.1 9 typ host tcptype active'],
    ['IPv6', 'candidate:1 2 UDP 1 2001:db8::1 4000 typ srflx raddr :: rport 0'],
    ['a hidden address', 'candidate:1 1 udp 1 de369bdc-40e6-449f-8854-e41f245f867b.local 60140 typ host'],
    ['extensions in another order', 'candidate:1 1 udp 1 192.0.2.1 9 typ srflx generation 0 raddr 0.0.0.0 rport 0'],
    ['the greatest priority', 'candidate:1 256 udp 4294967295 192.0.2.1 65535 typ prflx'],
  ])('gives %s back as it came', (_what, line) => {
    expect(writeCandidate(parseCandidate(line))).toBe(line);
  });

  it.each(['a=', ''])('takes the line with %j in front', (prefix) => {
    expect(parseCandidate(prefix + HOST)).toEqual(parseCandidate(HOST.replace('candidate:', '')));
  });

  it.each([
    ['', 'a foundation'],
    ['candidate:', 'a foundation'],
    ['candidate:äöü 1 udp 1 192.0.2.1 9 typ host', 'a foundation'],
    ['candidate:1 0 udp 1 192.0.2.1 9 typ host', 'a component from 1 to 256, got "0"'],
    ['candidate:1 1 u/p 1 192.0.2.1 9 typ host', 'a transport'],
    ['candidate:1 1 udp -1 192.0.2.1 9 typ host', 'a priority'],
    ['candidate:1 1 udp 4294967296 192.0.2.1 9 typ host', 'a priority'],
    ['candidate:1 1 udp 1 <script> 9 typ host', 'an address'],
    ['candidate:1 1 udp 1 192.0.2.1 65536 typ host', 'a port'],
    ['candidate:1 1 udp 1 192.0.2.1 9 type host', '"typ" and host'],
    ['candidate:1 1 udp 1 192.0.2.1 9 typ host tcptype sometimes', 'after "tcptype"'],
    ['candidate:1 1 udp 1 192.0.2.1 9 typ srflx raddr x/y rport 1', 'after "raddr"'],
    ['candidate:1 1 udp 1 192.0.2.1 9 typ srflx raddr 0.0.0.0 rport x', 'after "rport"'],
    ['candidate:1 1 udp 1 192.0.2.1 9 typ host generation', 'names and values'],
    ['candidate:1 1 udp 1 192.0.2.1 9 typ host  generation 0', 'names and values'],
    ['candidate:1 1 udp 1 192.0.2.1 9 typ host x a\r\na=b', 'one line'],
    [`candidate:1 1 udp 1 192.0.2.1 9 typ host x ${'y'.repeat(2_048)}`, 'at most 2048'],
  ])('refuses %j', (line, expected) => {
    expect(() => parseCandidate(line)).toThrow(expected);
  });

  const word = fc.oneof(
    fc.constantFrom('1', 'udp', 'typ', 'host', '192.0.2.1', 'raddr', 'rport', 'tcptype', ''),
    fc.string(),
  );

  it('takes any text apart without loss or refuses it with a reason', () => {
    fc.assert(
      fc.property(fc.constantFrom('', HOST, 'candidate:1 1 udp 1 ::1 9 typ host '), fc.array(word), (start, words) => {
        const line = start + words.join(' ');
        try {
          expect(writeCandidate(parseCandidate(line))).toBe(`candidate:${line.replace(/^(a=)?candidate:/, '')}`);
        } catch (caught) {
          if (!(caught instanceof SdkError)) throw caught;
          expect(caught.code).toBe('invalid-argument');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('writeCandidate()', () => {
  it('refuses a value that is not one word', () => {
    expect(() => writeCandidate({ ...parseCandidate(HOST), address: '192.0.2.1 9 typ host' })).toThrow(SdkError);
    expect(() => writeCandidate({ ...parseCandidate(HOST), foundation: 'a\r\nb' })).toThrow('one line');
  });
});
