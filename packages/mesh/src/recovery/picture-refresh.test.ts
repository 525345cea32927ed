import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import type { ControlPort } from '../connection/control.ts';
import type { SenderOf } from '../track-sender.ts';
import { PictureRefresh } from './picture-refresh.ts';

/** A peer that sends sound and a picture in three layers, one of which nobody wants, and what its senders were told. */
function setUp() {
  const clock = new ManualClock();
  const made: number[] = [];
  const said: string[] = [];
  let ask = () => {};
  const control: ControlPort = {
    send: (topic, body) => said.push(`${topic} ${body}`),
    on: (_topic, listener) => {
      ask = () => listener('please');
      return () => {
        ask = () => {};
      };
    },
  };
  const encodings = [{ active: true }, { active: false }, {} as { active?: boolean }];
  const sender = {
    getParameters: () => ({ encodings: structuredClone(encodings) }),
    setParameters: async (next: { encodings: { active?: boolean }[] }, options: { encodingOptions?: object[] }) => {
      encodings.splice(0, 3, ...next.encodings);
      if (options.encodingOptions) made.push(options.encodingOptions.length);
    },
  };
  const senders = ['audio', 'video'].map((kind) => ({ track: { kind }, sender })) as unknown as SenderOf[];
  const pictures = new PictureRefresh({ control, clock, changeSenders: (change) => change(senders) });
  const active = () => encodings.map(({ active = true }) => active);
  return { clock, made, said, pictures, active, ask: () => ask() };
}

describe('PictureRefresh', () => {
  it('makes whole pictures of all layers when the path is back, once more a moment later, and asks for the other side’s', async () => {
    const { clock, made, said, pictures } = setUp();
    pictures.refresh();
    expect(made).toEqual([3]);
    expect(said).toEqual(['picture please']);
    await clock.advance(10_000);
    expect(made).toEqual([3, 3]);
  });

  it('encodes none when there is no path for long, and afterwards what was encoded before', async () => {
    const { clock, pictures, active } = setUp();
    pictures.pause();
    await clock.advance(3_000);
    pictures.pause();
    await clock.advance(999);
    expect(active()).toEqual([true, false, true]);
    await clock.advance(1);
    expect(active()).toEqual([false, false, false]);
    pictures.refresh();
    await clock.advance(1);
    expect(active()).toEqual([true, false, true]);
  });

  it('goes on encoding in a short outage', async () => {
    const { clock, pictures, active } = setUp();
    pictures.pause();
    await clock.advance(3_000);
    pictures.refresh();
    await clock.advance(60_000);
    expect(active()).toEqual([true, false, true]);
  });

  it('makes them when the other side asks, but not for each of many that ask at once', async () => {
    const { clock, made, ask } = setUp();
    for (let count = 0; count < 100; count += 1) ask();
    expect(made).toHaveLength(1);
    await clock.advance(300);
    ask();
    expect(made).toHaveLength(2);
  });

  it('leaves no timer and hears nothing more', async () => {
    const { clock, made, pictures, ask } = setUp();
    pictures.refresh();
    pictures.close();
    pictures.close();
    ask();
    await clock.advance(10_000);
    expect(made).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
