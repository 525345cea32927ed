import { describe, expect, it } from 'vitest';
import { FrameText, isCallId } from './call-id.ts';

/** The text of an id as the server gives it back. */
function echoed(frame: string, place?: number): string {
  const parsed = JSON.parse(frame);
  const { id } = place === undefined ? parsed : parsed[place];
  if (!isCallId(id) || id === undefined) throw new Error('no id');
  return new FrameText(frame).idText(id, place ?? 0);
}

describe('FrameText.idText()', () => {
  it.each([
    ['a small number', '7'],
    ['a negative number', '-7'],
    ['a fraction', '-1.5'],
    ['more digits than a double has', '123456789012345678901234567890'],
    ['a fraction of many digits', '0.12345678901234567890123'],
    ['a power', '1.5e300'],
    ['text', '"a\\"b"'],
    ['null', 'null'],
  ])('gives %s back as it came', (_name, id) => {
    expect(echoed(`{"id":${id},"method":"ping"}`)).toBe(id);
    expect(echoed(`{ "params" : {"id":5,"x":[{"id":6}]} , "id" : ${id} }`)).toBe(id);
    expect(echoed(`[{"id":1},{"x":"[{,\\"id\\":2","id":${id}},{"id":3}]`, 1)).toBe(id);
  });

  it('gives back a number that is equal where the frame hides how it was written', () => {
    expect(echoed('{"\\u0069d":12345678901234567890}')).toBe('12345678901234567000');
    expect(echoed('{"id":1,"id":12345678901234567890}')).toBe('12345678901234567890');
  });

  it('looks through a long frame in time that grows with its length only', () => {
    const frame = `{"x":"${'\\"[{,'.repeat(50_000)}","id":12345678901234567890}`;
    expect(echoed(frame)).toBe('12345678901234567890');
  });
});
