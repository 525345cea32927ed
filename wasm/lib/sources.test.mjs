import { describe, expect, test } from 'vitest';
import { mirrorIn } from './debian-mirror.mjs';
import { sourceFault } from './fetch-source.mjs';
import { SOURCES } from './source-list.mjs';

describe('the mirror of apt', () => {
  test('is the first archive with the main component, not that of security updates', () => {
    const targets = [
      'http://mirror.example/debian-security/|main',
      'http://mirror.example/debian/|contrib',
      'cdrom://disc/|main',
      'http://mirror.example/debian/|main',
      'http://other.example/debian/|main',
    ].join('\n');
    expect(mirrorIn(targets)).toBe('http://mirror.example/debian');
  });

  test('is unknown where apt names none', () => {
    expect(mirrorIn('')).toBeUndefined();
  });
});

describe('a source archive', () => {
  test('that is another file is refused with what was expected and what came', () => {
    const fault = sourceFault(SOURCES.opus, Buffer.from('not Opus'));
    expect(fault).toContain(`expected ${SOURCES.opus.sizeBytes} bytes, sha256 ${SOURCES.opus.sha256}`);
    expect(fault).toMatch(/got {6}8 bytes, sha256 [0-9a-f]{64}/);
  });

  test('with the right bytes is taken', () => {
    const source = {
      ...SOURCES.opus,
      sizeBytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    };
    expect(sourceFault(source, Buffer.from('abc'))).toBeUndefined();
  });
});
