import { expect, test } from 'vitest';
import { OpusDecoder, OpusEncoder, OpusMultistreamDecoder, opusHeapUsedBytes, writeOpusHead } from './index.ts';
import { opusModule, voice } from './sounds-contract.ts';

const pcm = voice(960, 48000);

test('an object whose code crashed, and all that share its memory, say so; closing them is safe, new ones work', () => {
  const module = opusModule();
  const encoder = new OpusEncoder(module);
  const decoder = new OpusDecoder(module);
  const head = { channelCount: 1, mappingFamily: 0, streamCount: 1, coupledCount: 0, mapping: [0] } as const;
  const several = new OpusMultistreamDecoder(module, { head });
  const packet = encoder.encode(pcm);
  const kept = packet.slice();
  // Every pointer in the heap now leads beyond it.
  new Uint8Array(packet.buffer).fill(0xff);
  const crashed = expect.objectContaining({ code: 'internal', message: expect.stringContaining('open new ones') });
  expect(() => decoder.decode(kept)).toThrow(crashed);
  for (const call of [
    () => encoder.encode(pcm),
    () => encoder.reset(),
    () => encoder.update({ bitrate: 20_000 }),
    () => encoder.finalRange,
    () => decoder.decode(kept),
    () => decoder.conceal(960),
    () => several.decode(kept),
    () => several.finalRange,
  ]) {
    expect(call).toThrow(crashed);
  }
  for (const one of [encoder, decoder, several]) one.close();
  expect(() => encoder.encode(pcm)).toThrow(/closed/);
  using fresh = new OpusDecoder(module);
  expect(fresh.decode(kept).length).toBe(960);
});

test.each(['reset', 'finalRange', 'update', 'close', 'open'] as const)('a crash in %s has a type', (doing) => {
  const module = opusModule();
  const encoder = new OpusEncoder(module);
  new Uint8Array(encoder.encode(pcm).buffer).fill(0xff);
  const calls = {
    reset: () => encoder.reset(),
    finalRange: () => encoder.finalRange,
    update: () => encoder.update({ bitrate: 20_000 }),
    close: () => encoder.close(),
    open: () => new OpusEncoder(module),
  };
  try {
    // The code may also answer; closing never throws.
    calls[doing]();
  } catch (error) {
    expect(doing).not.toBe('close');
    expect(error).toMatchObject({ name: 'SdkError' });
  }
});

test('a packet that still lies in the heap is decoded, though the decoder makes the heap grow', () => {
  const module = opusModule();
  using encoder = new OpusEncoder(module);
  const kept = encoder.encode(pcm).slice();
  using reference = new OpusDecoder(module);
  const wanted = reference.decode(kept).slice();
  encoder.reset();
  const filling: OpusDecoder[] = [];
  const packet = (): Uint8Array => {
    encoder.reset();
    return encoder.encode(pcm);
  };
  // Until room for the sound is what the heap has to grow for.
  for (let growths = 0; growths < 3; ) {
    const decoder = new OpusDecoder(module);
    filling.push(decoder);
    const view = packet();
    const before = view.buffer;
    expect(decoder.decode(view)).toEqual(wanted);
    if (before.byteLength === 0) growths += 1;
  }
  for (const decoder of filling) decoder.close();
});

test('a table of channels cannot write beyond its place, whatever the family says', () => {
  const module = opusModule();
  const before = opusHeapUsedBytes(module);
  const head = { channelCount: 1, mappingFamily: 0, streamCount: 255, coupledCount: 255 } as const;
  const mapping = new Array<number>(4_000_000).fill(7);
  using decoder = new OpusMultistreamDecoder(module, { head: { ...head, mapping } });
  using encoder = new OpusEncoder(module);
  expect(decoder.decode(encoder.encode(pcm)).length).toBe(960);
  expect(opusHeapUsedBytes(module)).toBeLessThan(before + 200_000);
});

test('what is no object, no module or no sound is refused by name', () => {
  const module = opusModule();
  using encoder = new OpusEncoder(module);
  using decoder = new OpusDecoder(module);
  const refused = expect.objectContaining({ name: 'SdkError', code: 'invalid-argument' });
  const none = null as never;
  for (const call of [
    () => new OpusEncoder(module, none),
    () => new OpusDecoder(module, none),
    () => new OpusMultistreamDecoder(module, none),
    () => new OpusMultistreamDecoder(module, { head: none }),
    () => new OpusEncoder({} as never),
    () => new OpusDecoder(none),
    () => encoder.encode(none),
    () => encoder.encode(new Float64Array(960) as never),
    () => encoder.update(none),
    () => encoder.update({ signal: Object.create(null) as never }),
    () => decoder.update(none),
    () => decoder.decode(none),
    () => writeOpusHead(none),
  ]) {
    expect(call).toThrow(refused);
  }
  expect(encoder.encode(pcm).length).toBeGreaterThan(2);
});
