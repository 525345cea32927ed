import { describe, expect, it } from 'vitest';
import { compareLooks, Looks } from './looks.mjs';

const encoded = (by, more = {}) => ({
  row: 'vp9-encode-360p-7',
  by,
  where: by === 'native' ? 'native' : 'node',
  kilobitsPerSecond: 500,
  qualityDb: 40,
  packets: ['a', 'b', 'c'],
  ...more,
});
const faultOf = (looks, by) => compareLooks(looks).find((look) => look.by === by)?.fault;

describe('compareLooks', () => {
  it('finds an encoder that spends other bits or is worse, and leaves the rest alone', () => {
    const native = encoded('native');
    expect(faultOf([native, encoded('ours')], 'ours')).toBeUndefined();
    expect(faultOf([native, encoded('libav.js', { kilobitsPerSecond: 400 })], 'libav.js')).toBe(
      'the bitrate is -20 % off',
    );
    expect(faultOf([native, encoded('ours', { qualityDb: 38.5 })], 'ours')).toBe('the quality is 1.50 dB off');
  });

  it('says how many packets are the same', () => {
    const looks = [encoded('native'), encoded('ours', { packets: ['a', 'x', 'c'] })];
    expect(compareLooks(looks).map(({ work }) => work)).toEqual([
      '500.0 kbit/s, 40.00 dB',
      '500.0 kbit/s, 40.00 dB, 2 of 3 packets the same',
    ]);
  });

  it('holds encoders of the browser to nothing, because nobody can set them', () => {
    const looks = [encoded('native'), encoded('webcodecs', { kilobitsPerSecond: 100 })];
    expect(faultOf(looks, 'webcodecs')).toBeUndefined();
  });

  it('finds a decoder that gives other pixels or other sound', () => {
    const row = 'vp9-decode-360p';
    const pixels = [
      { row, by: 'native', where: 'native', digest: 1 },
      { row, by: 'ours', where: 'node', digest: 2 },
    ];
    expect(faultOf(pixels, 'ours')).toBe('the pixels are others');
    const sound = Int16Array.from({ length: 960 }, (_, index) => 9_000 * Math.sin(index / 7));
    const heard = (by, pcm) => ({ row: 'opus-decode-voip', by, where: 'node', sound: pcm });
    const rounded = sound.map((sample, index) => sample + (index % 2));
    expect(faultOf([heard('native', sound), heard('ours', rounded)], 'ours')).toBeUndefined();
    expect(
      faultOf(
        [
          heard('native', sound),
          heard(
            'ours',
            sound.map((sample) => sample / 2),
          ),
        ],
        'ours',
      ),
    ).toContain('dB');
    expect(faultOf([heard('native', sound), heard('ours', sound.subarray(480))], 'ours')).toContain('dB');
  });
});

describe('Looks', () => {
  it('asks the judge once for the same bytes', async () => {
    let asked = 0;
    const looks = new Looks(async () => {
      asked += 1;
      return { qualityDb: 40, kilobitsPerSecond: 500 };
    });
    const pieces = Uint8Array.of(1, 0, 0, 0, 7);
    const task = /** @type {any} */ ({ what: 'video-encode' });
    for (const by of ['ours', 'native']) {
      await looks.add({ row: 'r', by, where: 'node' }, task, { pieces, elapsedMs: 1, count: 1, bytes: 1 });
    }
    expect(asked).toBe(1);
    expect(looks.all.map(({ by, qualityDb }) => [by, qualityDb])).toEqual([
      ['ours', 40],
      ['native', 40],
    ]);
  });
});
