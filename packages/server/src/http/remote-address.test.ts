import { expect, test } from 'vitest';
import { addressKey, remoteAddressOf } from './remote-address.ts';

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
