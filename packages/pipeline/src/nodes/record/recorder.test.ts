import { liveCodecs } from '@remotemedia/codecs';
import { describe, expect, it } from 'vitest';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { isSound, onset, picture, read, sound, Take } from './take-contract.ts';

describe('Recorder', () => {
  it('writes sound and pictures into one file, at the times at which they were', async () => {
    const take = await Take.begin({ chunkMs: 500 });
    const startUs = 7_000_000;
    for (let step = 0; step < 150; step += 1) {
      const atUs = startUs + step * 20_000;
      await take.push(sound(atUs, { isLoud: step >= 50 }));
      if (step % 2 === 0) await take.push(picture(atUs, step >= 50 ? 200 : 40));
    }
    const found = await read(await take.end());
    expect(found.mimeType).toBe('video/webm; codecs="vp8, opus"');
    expect(found.audio).toMatchObject({ channels: 2, rate: 48_000 });
    expect(found.video).toMatchObject({ codec: 'vp8', width: 64 });
    expect(found.video?.blocks).toHaveLength(75);
    expect(found.video?.blocks[0]?.isKey).toBe(true);
    // The file begins with the sound, of which a decoder gives 6.5 ms before its time.
    expect(found.video?.blocks[25]?.timestamp).toBeCloseTo(1.0065, 2);
    expect(await onset(found.audio?.blocks ?? [], 2)).toBeCloseTo(1.0065, 2);
    await take.close();
  });

  it('gives chunks while it records, and tells how it begins and ends', async () => {
    const take = await Take.begin({ tracks: 'audio', chunkMs: 200 });
    for (let step = 0; step < 50; step += 1) await take.push(sound(step * 20_000));
    expect(take.chunks.length).toBeGreaterThanOrEqual(4);
    expect(Array.from(take.chunks[0]?.subarray(0, 4) ?? [])).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
    const file = await take.end();
    expect(take.events).toMatchObject([
      { event: 'recording.started', mime_type: 'audio/webm', tracks: ['audio'] },
      { event: 'recording.finished', size_bytes: file.length, duration_ms: expect.closeTo(1020, -2) },
    ]);
  });

  it('hands on the very items that come', async () => {
    const take = await Take.begin({ tracks: 'audio' });
    const items: RuntimeData[] = [
      sound(0),
      {
        kind: 'encodedAudio',
        codec: 'opus',
        data: Uint8Array.of(0xf8, 0xff, 0xfe),
        sampleRate: 48_000,
        channelCount: 1,
        timestampUs: 0,
      },
    ];
    await take.push(items[0] as RuntimeData);
    expect(take.passed[0]).toBe(items[0]);
    await take.close();
  });

  it('takes any rate and number of channels', async () => {
    const take = await Take.begin({ tracks: 'audio' });
    for (let step = 0; step < 50; step += 1)
      await take.push(sound(step * 20_000, { rate: 44_100, channels: 6, isLoud: step >= 25 }));
    const found = await read(await take.end());
    expect(found.audio).toMatchObject({ channels: 2, rate: 48_000 });
    expect(await onset(found.audio?.blocks ?? [], 2)).toBeCloseTo(0.5065, 2);
  });

  it('begins another file after the end of one', async () => {
    const take = await Take.begin();
    for (let step = 0; step < 10; step += 1) await take.push(sound(step * 20_000));
    const one = await read(await take.end());
    for (let step = 0; step < 5; step += 1) await take.push(picture(60_000_000 + step * 40_000));
    const other = await read(await take.end());
    expect([one.audio?.blocks.length, one.video]).toEqual([11, null]);
    expect([other.audio, other.video?.blocks.map(({ timestamp }) => Math.round(timestamp * 1000))]).toEqual([
      null,
      [0, 40, 80, 120, 160],
    ]);
  });

  it('ends the file at a word, and takes new parameters for the next one', async () => {
    const take = await Take.begin({ tracks: 'audio', audioBitrate: 64_000 });
    const record = async () => {
      for (let step = 0; step < 25; step += 1) await take.push(sound(step * 20_000));
      await take.say('finish');
      return take.file().length;
    };
    const large = await record();
    take.update({ audioBitrate: 12_000 });
    expect(await record()).toBeLessThan(large / 2);
    expect(take.passed.every(isSound)).toBe(true);
    await expect(take.say('dance')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('writes VP9, and what comes encoded as it is', async () => {
    const vp9 = await Take.begin({ videoCodec: 'Vp9', tracks: 'video' });
    for (let step = 0; step < 5; step += 1) await vp9.push(picture(step * 40_000));
    const found = await read(await vp9.end());
    expect(found.video).toMatchObject({ codec: 'vp9' });
    const again = await Take.begin({ tracks: 'video' });
    for (const { data, timestamp, isKey: isKeyFrame } of found.video?.blocks ?? [])
      await again.push({
        kind: 'encodedVideo',
        codec: 'vp9',
        data,
        isKeyFrame,
        width: 64,
        height: 48,
        timestampUs: timestamp * 1e6,
      });
    expect((await read(await again.end())).video?.blocks.map(({ data }) => data)).toEqual(
      found.video?.blocks.map(({ data }) => data),
    );
  });

  it('begins with a key frame', async () => {
    const take = await Take.begin({ tracks: 'video' });
    const packet = { kind: 'encodedVideo', codec: 'vp8', width: 64, height: 48 } as const;
    for (const [index, isKeyFrame] of [false, false, true, false].entries())
      await take.push({ ...packet, data: Uint8Array.of(index), isKeyFrame, timestampUs: index * 40_000 });
    const found = await read(await take.end());
    expect(found.video?.blocks.map(({ data }) => data[0])).toEqual([2, 3]);
  });

  // Twenty seconds could pass for a track that begins late; years could not.
  it.each([20_000_000, 5_000_000_000_000])(
    'puts sources whose clocks are %d µs apart together as they arrive',
    async (apartUs) => {
      const take = await Take.begin();
      await take.push(picture(apartUs), sound(0));
      const found = await read(await take.end());
      expect(found.audio?.blocks[0]?.timestamp).toBeCloseTo(0, 3);
      expect(found.video?.blocks[0]?.timestamp).toBeCloseTo(0, 3);
    },
  );

  it('goes on when pictures stop, and shows the last one meanwhile', async () => {
    const take = await Take.begin({ chunkMs: 100 });
    await take.push(picture(0));
    for (let step = 0; step < 500; step += 1) await take.push(sound(step * 20_000));
    // Without pictures the file would wait for them: nothing would have left.
    expect(take.chunks.length).toBeGreaterThan(3);
    await take.push(picture(10_000_000));
    const found = await read(await take.end());
    const times = found.video?.blocks.map(({ timestamp }) => timestamp) ?? [];
    expect(times.length).toBeGreaterThanOrEqual(4);
    expect(times.at(-1)).toBeCloseTo(10.0065, 2);
  });

  it('goes on when the sound stops, with silence', async () => {
    const take = await Take.begin({ chunkMs: 100 });
    await take.push(sound(0));
    for (let step = 0; step < 250; step += 1) await take.push(picture(step * 40_000));
    expect(take.chunks.length).toBeGreaterThan(3);
    await take.push(sound(10_000_000));
    const found = await read(await take.end());
    const times = found.audio?.blocks.map(({ timestamp }) => timestamp) ?? [];
    expect(times.length).toBeGreaterThan(300);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeCloseTo(10.02, 1);
  });

  it('goes on where it was when a source begins anew', async () => {
    const take = await Take.begin({ tracks: 'audio' });
    for (const startUs of [0, 900_000_000_000, 50_000])
      for (let step = 0; step < 10; step += 1) await take.push(sound(startUs + step * 20_000));
    const times = (await read(await take.end())).audio?.blocks.map(({ timestamp }) => timestamp) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(1);
  });

  it.each([
    ['a second stream', {}, [sound(0, { streamId: 'a' }), sound(0, { streamId: 'b' })], 'mix them first'],
    ['a kind that was not asked for', { tracks: 'video' }, [sound(0)], 'not to be recorded'],
    [
      'a kind that comes too late',
      {},
      [...Array.from({ length: 60 }, (_, step) => sound(step * 20_000)), { ...picture(0) }],
      'came too late',
    ],
  ])('tells of %s once, and goes on', async (_name, params, items, detail) => {
    const take = await Take.begin(params);
    const last = items.at(-1) as RuntimeData;
    await take.push(...items.slice(0, -1));
    await expect(take.push(last)).rejects.toMatchObject({
      code: 'failed-precondition',
      detail: expect.stringContaining(detail),
    });
    if (isSound(last)) await take.push(last);
    expect(take.passed).toHaveLength(items.length + (isSound(last) ? 1 : 0));
    await take.close();
  });

  it('tells what is missing when both are to be recorded', async () => {
    const take = await Take.begin({ tracks: 'both' });
    await take.push(sound(0));
    await expect(take.end()).rejects.toMatchObject({ detail: expect.stringContaining('no video came') });
  });

  it('refuses what WebM does not have', async () => {
    const take = await Take.begin({ tracks: 'video' });
    const packet = { kind: 'encodedVideo', codec: 'avc1.42001f', data: Uint8Array.of(0), isKeyFrame: true } as const;
    await expect(take.push({ ...packet, width: 64, height: 48, timestampUs: 0 })).rejects.toMatchObject({
      code: 'unimplemented',
    });
  });

  it('leaves nothing open', async () => {
    const before = liveCodecs();
    const take = await Take.begin();
    await take.push(sound(0), picture(0), sound(20_000));
    await take.close();
    expect(liveCodecs()).toEqual(before);
  });
});
