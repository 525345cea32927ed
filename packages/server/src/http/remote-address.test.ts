import { describe, expect, test } from 'vitest';
import { addressKey, RemoteAddresses, remoteAddressOf } from './remote-address.ts';
import { type ProxyOptions, toProxySettings } from './trusted-proxies.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:db8:0:1::9', '2001:db8:0:1::/64'],
  ['2001:db8::1:0:0:9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('stays of %s are counted for %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test('a request whose socket is gone comes from an unknown address', () => {
  const gone = {
    get socket(): never {
      throw new Error('no socket');
    },
  };
  expect(remoteAddressOf(gone)).toBe('unknown');
});

describe('behind proxies', () => {
  const NETWORKS = ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1'];
  const from = (
    options: ProxyOptions,
    remoteAddress: string | undefined,
    said?: string | string[],
    header?: string,
  ) => {
    const headers = said === undefined ? {} : { [header ?? options.proxyHeader ?? 'x-forwarded-for']: said };
    return new RemoteAddresses(toProxySettings(options)).of({ headers, socket: { remoteAddress } });
  };

  test.each<[said: string | string[] | undefined, trustProxy: ProxyOptions['trustProxy'], address: string]>([
    ['203.0.113.7', false, '10.0.0.1'],
    ['203.0.113.7', 0, '10.0.0.1'],
    ['203.0.113.7', 1, '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', 1, '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', 2, '198.51.100.1'],
    ['203.0.113.7', 5, '203.0.113.7'],
    [['198.51.100.1', '203.0.113.7'], 1, '203.0.113.7'],
    ['203.0.113.7:4711', 1, '203.0.113.7'],
    ['[2001:db8:1:2::7]:4711', 1, '2001:db8:1:2::/64'],
    ['::ffff:203.0.113.7', 1, '203.0.113.7'],
    [undefined, 1, '10.0.0.1'],
    ['', 1, '10.0.0.1'],
    ['unknown', 1, '10.0.0.1'],
    ['<script>', 1, '10.0.0.1'],
    ['203.0.113.7,', 1, '10.0.0.1'],
    ['203.0.113.7', NETWORKS, '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7, 10.2.3.4', NETWORKS, '203.0.113.7'],
    ['203.0.113.7, 2001:db8::5, 10.2.3.4, 192.0.2.1', NETWORKS, '203.0.113.7'],
    ['203.0.113.7, garbage, 10.2.3.4', NETWORKS, '10.2.3.4'],
    ['10.9.9.9', NETWORKS, '10.9.9.9'],
    ['203.0.113.7', ['172.16.0.0/12'], '10.0.0.1'],
  ])('%s, of which %j is believed: %s', (said, trustProxy, address) => {
    expect(from({ trustProxy }, '10.0.0.1', said)).toBe(address);
  });

  test('of a long header the end is looked at, and no half of an address', () => {
    const tooLong = `198.51.100.${'1'.repeat(5_000)}, 203.0.113.7`;
    expect(from({ trustProxy: 9 }, '10.0.0.1', tooLong)).toBe('203.0.113.7');
    const tooMany = `${'203.0.113.77,'.repeat(5_000)}10.0.0.99`;
    expect(from({ trustProxy: 256 }, '10.0.0.1', tooMany)).toBe('203.0.113.77');
  });

  test('what a client says itself, connected without the proxy, is not believed', () => {
    expect(from({ trustProxy: NETWORKS }, '203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
    expect(from({ trustProxy: NETWORKS }, '::ffff:10.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
    expect(from({ trustProxy: NETWORKS }, 'fe80::1%eth0', '198.51.100.1')).toBe('fe80:0:0:0::/64');
    expect(from({ trustProxy: NETWORKS }, undefined, '198.51.100.1')).toBe('unknown');
  });

  test.each([
    ['for=203.0.113.7', '203.0.113.7'],
    ['For="[2001:db8:cafe:1::17]:4711"', '2001:db8:cafe:1::/64'],
    ['for=198.51.100.1, proto=https;for=203.0.113.7;by=10.0.0.1', '203.0.113.7'],
    ['for="203.0.113.7:80"', '203.0.113.7'],
    ['for=unknown', '10.0.0.1'],
    ['for="_hidden"', '10.0.0.1'],
    ['proto=https', '10.0.0.1'],
    ['xfor=203.0.113.7', '10.0.0.1'],
  ])('Forwarded: %s', (said, address) => {
    expect(from({ trustProxy: 1, proxyHeader: 'forwarded' }, '10.0.0.1', said)).toBe(address);
  });

  test('only the header that the proxies write is believed', () => {
    expect(from({ trustProxy: 1 }, '10.0.0.1', 'for=203.0.113.7', 'forwarded')).toBe('10.0.0.1');
    expect(from({ trustProxy: 1, proxyHeader: 'forwarded' }, '10.0.0.1', '203.0.113.7', 'x-forwarded-for')).toBe(
      '10.0.0.1',
    );
  });

  test.each([
    [{ trustProxy: 1.5 }, 'trustProxy'],
    [{ trustProxy: -1 }, 'trustProxy'],
    [{ trustProxy: true }, 'trustProxy'],
    [{ trustProxy: ['10.0.0.0/33'] }, 'trustProxy'],
    [{ trustProxy: ['example.org'] }, 'trustProxy'],
    [{ trustProxy: [7] }, 'trustProxy'],
    [{ proxyHeader: 'x-real-ip' }, 'proxyHeader'],
  ])('%j is refused by its name', (options, name) => {
    expect(() => toProxySettings(options as ProxyOptions)).toThrow(new RegExp(`invalid-argument. ${name} must be`));
  });
});
