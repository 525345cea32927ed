import { describe, expect, it } from 'vitest';
import { idOf, TAG, TagReader, Template, TO } from './template.mjs';

describe('Template', () => {
  it('puts receiver and number in, and leaves the rest', () => {
    const template = new Template(Buffer.from(`to ${TO} no ${TAG}.`));
    expect(template.make(42, 1_234_567).toString()).toBe(`to ${idOf(42)} no @001234567.`);
    expect(template.make(999, 0).toString()).toBe(`to ${idOf(999)} no @000000000.`);
  });

  it('makes masked messages that are right once they are unmasked', () => {
    const mask = [1, 2, 3, 4];
    for (const head of ['', 'h', 'he', 'hea', 'head']) {
      const template = new Template(Buffer.from(`${head}${TO}-${TAG}`), { mask, from: head.length });
      const made = template.make(7, 89);
      const text = made.map((byte, at) => (at < head.length ? byte : byte ^ mask[(at - head.length) & 3]));
      expect(Buffer.from(text).toString()).toBe(`${head}${idOf(7)}-@000000089`);
    }
  });

  it('refuses a text without a receiver or a number', () => {
    expect(() => new Template(Buffer.from(TAG))).toThrow('a receiver and a number');
    expect(() => new Template(Buffer.from(TO))).toThrow('a receiver and a number');
  });
});

describe('TagReader', () => {
  it('finds each number once, wherever the bytes are cut', () => {
    const bytes = Buffer.from('x@000000001yz@000000002@000000003 and @123456789');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const tags = [];
      const reader = new TagReader((tag) => tags.push(tag));
      reader.read(bytes, 0, cut);
      reader.read(bytes, cut, bytes.length);
      expect(tags).toEqual([1, 2, 3, 123_456_789]);
    }
  });

  it('does not look beyond the end it is told', () => {
    const tags = [];
    new TagReader((tag) => tags.push(tag)).read(Buffer.from('@000000001@000000002'), 0, 10);
    expect(tags).toEqual([1]);
  });
});
