import { Emitter, ManualClock, SdkError } from '@remotemedia/base';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFaultySignaling, type SignalingFaults } from './faulty-signaling.ts';

/** A channel of the usual shape that says back what it is told. */
class EchoChannel extends Emitter<{ signal: string; stateChange: { readonly kind: string } }> {
  #state: { readonly kind: string } = { kind: 'joined' };
  closed = 0;

  get state(): { readonly kind: string } {
    return this.#state;
  }

  async send(text: string): Promise<string> {
    this.emit('signal', text);
    return `sent ${text}`;
  }

  async close(): Promise<void> {
    this.closed += 1;
    this.#state = { kind: 'closed' };
    this.emit('stateChange', this.#state);
  }
}

let clock: ManualClock;
let real: EchoChannel;
let channel: EchoChannel;
let faults: SignalingFaults;
let heard: string[];

beforeEach(() => {
  clock = new ManualClock();
  real = new EchoChannel();
  ({ channel, faults } = createFaultySignaling(real, { clock }));
  heard = [];
  channel.on('signal', (text) => heard.push(text));
  channel.on('stateChange', ({ kind }) => heard.push(`[${kind}]`));
});

describe('a channel with faults to come', () => {
  it('works like the real one until then', async () => {
    expect(await channel.send('a')).toBe('sent a');
    expect([heard, channel.state.kind]).toEqual([['a'], 'joined']);
    const undo = channel.on('signal', () => heard.push('twice'));
    undo();
    await channel.send('b');
    expect(heard).toEqual(['a', 'b']);
    expect(real.listenerCount('signal')).toBe(1);
  });

  it('holds calls and news while the way is cut, and lets them go in their order', async () => {
    const restore = faults.lose();
    expect(channel.state).toMatchObject({ kind: 'recovering', stage: 'resuming', attempt: 1 });
    const sent = [channel.send('a'), channel.send('b')];
    await real.send('news');
    await clock.advance(60_000);
    expect(heard).toEqual(['[recovering]']);
    restore();
    restore();
    expect(await Promise.all(sent)).toEqual(['sent a', 'sent b']);
    await clock.advance(0);
    expect(heard).toEqual(['[recovering]', '[joined]', 'news', 'a', 'b']);
  });

  it('takes its time when it is told to, and keeps the order when that ends', async () => {
    const undo = faults.delay(100);
    await real.send('a');
    await clock.advance(99);
    expect(heard).toEqual([]);
    await real.send('b');
    undo();
    await real.send('c');
    await clock.advance(1);
    expect(heard).toEqual(['a', 'b', 'c']);
    expect(clock.pending).toBe(0);
  });

  it('refuses calls when it is told to', async () => {
    const undo = faults.refuse(new SdkError('resource-exhausted', 'too much'));
    await expect(channel.send('a')).rejects.toMatchObject({ code: 'resource-exhausted' });
    undo();
    expect(await channel.send('b')).toBe('sent b');
  });

  it('can be ended as a server does it, once', async () => {
    faults.end(new SdkError('unauthenticated', 'expired'));
    faults.lose()();
    expect(channel.state).toMatchObject({ kind: 'closed', error: { code: 'unauthenticated' } });
    expect([heard, real.closed]).toEqual([['[closed]'], 1]);
    await expect(channel.send('a')).rejects.toMatchObject({ code: 'unauthenticated' });
    await real.send('late');
    expect(heard).toEqual(['[closed]']);
  });
});

describe('faults of one kind at the same time', () => {
  it('are over when the last is', async () => {
    const [first, second] = [faults.lose(), faults.lose()];
    second();
    expect(channel.state.kind).toBe('recovering');
    first();
    expect(channel.state.kind).toBe('joined');
    expect(heard).toEqual(['[recovering]', '[joined]']);
  });

  it('add up where they take time', async () => {
    const undo = faults.delay(100);
    faults.delay(50)();
    const sent = channel.send('a').then((answer) => heard.push(answer));
    await clock.advance(99);
    expect(heard).toEqual([]);
    undo();
    await clock.advance(101);
    await sent;
  });

  it('let the real channel fail to close', async () => {
    real.close = () => Promise.reject(new Error('no way to the server'));
    faults.end(new SdkError('unauthenticated', 'no'));
    await clock.advance(0);
    expect(channel.state.kind).toBe('closed');
  });
});
