import { describe, expect, it } from 'vitest';
import { type StunOptions, toStunSettings } from './stun-options.ts';

describe('toStunSettings()', () => {
  it('listens where the server listens, with one address', () => {
    expect(toStunSettings({ port: 3_478 })).toEqual({ host: 'localhost', port: 3_478, alternate: undefined });
    expect(toStunSettings({ port: 3_478 }, '::')).toMatchObject({ host: '::' });
    expect(toStunSettings({ port: 3_478, host: '0.0.0.0' }, '::')).toMatchObject({ host: '0.0.0.0' });
  });

  it.each([
    [3_478, undefined, 3_479],
    [65_535, undefined, 1],
    [0, undefined, 0],
    [0, 0, 0],
    [3_478, 0, 0],
    [3_478, 8_000, 8_000],
  ])('takes port %s and alternate port %s to be %s', (port, alternatePort, expected) => {
    const settings = toStunSettings({ port, host: '192.0.2.1', alternateHost: '192.0.2.2', alternatePort });
    expect(settings.alternate).toEqual({ host: '192.0.2.2', port: expected });
  });

  const misfits: [string, string, StunOptions][] = [
    ['port', 'a port that is none', { port: 65_536 }],
    ['port', 'half a port', { port: 0.5 }],
    ['host', 'an empty name', { port: 1, host: '' }],
    ['host', 'a name with a second address', { port: 1, host: 'localhost', alternateHost: '127.0.0.2' }],
    ['host', 'all addresses with a second one', { port: 1, host: '0.0.0.0', alternateHost: '127.0.0.2' }],
    ['alternateHost', 'the same address', { port: 1, host: '127.0.0.1', alternateHost: '127.0.0.1' }],
    ['alternateHost', 'another family', { port: 1, host: '127.0.0.1', alternateHost: '::1' }],
    ['alternateHost', 'a name', { port: 1, host: '127.0.0.1', alternateHost: 'localhost' }],
    ['alternatePort', 'a second port alone', { port: 1, alternatePort: 2 }],
    ['alternatePort', 'the same port', { port: 1, host: '127.0.0.1', alternateHost: '127.0.0.2', alternatePort: 1 }],
    ['alternatePort', 'no port', { port: 1, host: '127.0.0.1', alternateHost: '127.0.0.2', alternatePort: -1 }],
  ];
  it.each(misfits)('names %s when it is %s', (option, _what, options) => {
    const named = expect.objectContaining({
      code: 'invalid-argument',
      detail: expect.stringContaining(`stun.${option} `),
    });
    expect(() => toStunSettings(options)).toThrow(named);
  });
});
