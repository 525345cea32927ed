import { expect, it } from 'vitest';
import { asInterface } from './interfaces.ts';

it('makes members enumerable, static ones too, and names the objects', () => {
  class Thing {
    static open(): Thing {
      return new Thing();
    }
    get size(): number {
      return 1;
    }
    close(): void {}
  }
  asInterface(Thing, 'Named');
  expect([Object.keys(Thing), Object.keys(Thing.prototype)]).toEqual([['open'], ['size', 'close']]);
  expect(String(Thing.open())).toBe('[object Named]');
});
