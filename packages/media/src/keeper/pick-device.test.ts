import { describe, expect, it } from 'vitest';
import { defaultDevice, defaultKey, findDevice } from './pick-device.ts';

const desk = { id: 'a', label: 'USB Audio', groupId: 'g1' };
const twin = { id: 'b', label: 'USB Audio', groupId: 'g2' };
const headset = { id: 'c', label: 'Headset', groupId: 'g3' };
const alias = { id: 'default', label: 'Default - Headset', groupId: 'g3' };

describe('findDevice', () => {
  it('goes by id, then by name and group, then by a name that only one has', () => {
    expect(findDevice([desk, twin], { id: 'b', label: 'Headset' })).toBe(twin);
    expect(findDevice([desk, twin], { id: 'gone', label: 'USB Audio', groupId: 'g2' })).toBe(twin);
    expect(findDevice([desk, headset], { id: 'gone', label: 'Headset', groupId: 'gone' })).toBe(headset);
  });

  it('does not guess between two of the same name, nor by no name at all', () => {
    expect(findDevice([desk, twin], { id: 'gone', label: 'USB Audio' })).toBeUndefined();
    expect(findDevice([{ id: '', label: '', groupId: '' }], { id: '', label: '' })).toBeUndefined();
    expect(findDevice([desk], { id: 'gone' })).toBeUndefined();
  });
});

describe('defaultDevice', () => {
  it('is the first, or the one that the alias of Chromium stands for', () => {
    expect(defaultDevice([desk, headset])).toBe(desk);
    expect(defaultDevice([alias, desk, headset])).toBe(headset);
    expect(defaultDevice([])).toBeUndefined();
  });

  it('is the alias itself when nothing tells what it stands for', () => {
    const riddle = { ...alias, groupId: 'g9' };
    expect(defaultDevice([riddle, desk])).toBe(riddle);
  });
});

it('tells another default by the key, whether by order or by alias', () => {
  expect(defaultKey([desk, twin])).not.toBe(defaultKey([twin, desk]));
  expect(defaultKey([alias, desk])).not.toBe(defaultKey([{ ...alias, groupId: 'g1' }, desk]));
  expect(defaultKey([alias, desk])).toBe(defaultKey([alias, twin]));
  expect(defaultKey([])).toBe(defaultKey([]));
});
