import { describe, expect, it } from 'vitest';
import { Control } from './control.ts';

/** A channel that keeps what is sent on it. */
function fakeChannel() {
  const sent: string[] = [];
  const channel = {
    readyState: 'open',
    bufferedAmount: 0,
    onmessage: null as null | ((event: { data: unknown }) => void),
    send: (text: string) => sent.push(text),
  };
  return { sent, channel, asChannel: channel as unknown as RTCDataChannel };
}

describe('Control', () => {
  it('carries messages of one topic to those who listen to it', () => {
    const control = new Control();
    const there = fakeChannel();
    control.use(there.asChannel);
    const heard: unknown[] = [];
    const undo = control.on('view', (body) => heard.push(body));
    control.on('turn', () => heard.push('wrong'));
    control.send('view', { width: 640 });
    there.channel.onmessage?.({ data: there.sent[0] });
    undo();
    there.channel.onmessage?.({ data: there.sent[0] });
    expect(heard).toEqual([{ width: 640 }]);
  });

  it.each([
    ['bytes', new ArrayBuffer(4)],
    ['no JSON', '["view",'],
    ['no pair', '"view"'],
    ['a pair without a topic', '[1,2]'],
    ['an empty topic', '["",2]'],
    ['a long topic', JSON.stringify(['v'.repeat(65), 1])],
    ['three things', '["view",1,2]'],
    ['too much', JSON.stringify(['view', 'x'.repeat(16_384)])],
    ['too many bytes', JSON.stringify(['view', '€'.repeat(6_000)])],
  ])('takes no notice of %s', (_what, data) => {
    const control = new Control();
    const there = fakeChannel();
    control.use(there.asChannel);
    const heard: unknown[] = [];
    control.on('view', (body) => heard.push(body));
    there.channel.onmessage?.({ data });
    expect(heard).toEqual([]);
  });

  it('says what cannot be sent', () => {
    const control = new Control();
    control.use(fakeChannel().asChannel);
    expect(() => control.send('', 1)).toThrow('[invalid-argument]');
    expect(() => control.send('view', '€'.repeat(6_000))).toThrow('[out-of-range]');
  });

  it('drops messages while there is no connection, or much waits', () => {
    const control = new Control();
    control.send('view', 1);
    const { sent, channel, asChannel } = fakeChannel();
    control.use(asChannel);
    channel.bufferedAmount = 262_145;
    control.send('view', 2);
    channel.bufferedAmount = 0;
    channel.readyState = 'connecting';
    control.send('view', 3);
    expect(sent).toEqual([]);
  });

  it('keeps its listeners when the connection is another one', () => {
    const control = new Control();
    const [first, second] = [fakeChannel(), fakeChannel()];
    const heard: unknown[] = [];
    control.on('view', (body) => heard.push(body));
    control.use(first.asChannel);
    control.use(second.asChannel);
    expect(first.channel.onmessage).toBe(null);
    second.channel.onmessage?.({ data: '["view",7]' });
    expect(heard).toEqual([7]);
  });
});
