import { SdkError } from '@remotemedia/base';
import { afterEach, expect, it } from 'vitest';
import type { ChannelPair, OpenChannels } from './channel-pair-contract.ts';
import { DataLane } from './data-lane.ts';
import type { LaneMessage, Sendable } from './lane-message.ts';
import type { DataLaneOptions } from './lane-options.ts';

type Lanes = { near: DataLane; far: DataLane; channels: ChannelPair; messages: LaneMessage[] };

/** What a lane does over any channel: real ones in a browser, made-up ones elsewhere. */
export function describeDataLane(openChannels: OpenChannels): void {
  let opened: Lanes[] = [];
  afterEach(() => {
    for (const { near, far, channels } of opened) {
      near.close();
      far.close();
      channels.close();
    }
    opened = [];
  });

  const open = async (options: Partial<DataLaneOptions> = {}): Promise<Lanes> => {
    const channels = await openChannels({ isUnreliable: options.delivery?.mode === 'unreliable' });
    const lane = (channel: RTCDataChannel) =>
      new DataLane(channel, {
        delivery: { mode: 'reliable' },
        maxMessageBytes: () => channels.maxMessageBytes,
        ...options,
      });
    const lanes: Lanes = { near: lane(channels.near), far: lane(channels.far), channels, messages: [] };
    lanes.far.on('message', (message) => lanes.messages.push(message));
    opened.push(lanes);
    await Promise.all([lanes.near.whenOpen(), lanes.far.whenOpen()]);
    return lanes;
  };
  const come = ({ messages }: Lanes, count: number) =>
    expect.poll(() => messages.length, { timeout: 10_000 }).toBe(count);

  it('carries texts, bytes and JSON, with tags and without', async () => {
    const lanes = await open();
    const sent: [Sendable, string?][] = [
      ['text'],
      [''],
      ['grüße \u{1f600}', 'chat'],
      [new Uint8Array([0, 1, 255])],
      [new Uint8Array(), 'ü'.repeat(64)],
      [{ list: [1, null, 'x'], deep: { yes: true } }],
      [[1, 2], 'state'],
    ];
    for (const [data, tag] of sent) await lanes.near.send(data, tag === undefined ? {} : { tag });
    await come(lanes, sent.length);
    expect(lanes.messages.map(({ data, tag }) => (tag === undefined ? [data] : [data, tag]))).toEqual(sent);
    expect(lanes.messages.map(({ kind }) => kind)).toEqual([
      'text',
      'text',
      'text',
      'binary',
      'binary',
      'json',
      'json',
    ]);
  });

  it('hands out bytes on which numbers of eight bytes can be laid', async () => {
    const lanes = await open();
    await lanes.near.send(new Uint8Array(new Float64Array([1.5]).buffer), { tag: 'odd' });
    await come(lanes, 1);
    const bytes = lanes.messages[0]?.data as Uint8Array;
    expect([...new Float64Array(bytes.buffer, bytes.byteOffset, 1)]).toEqual([1.5]);
  });

  it('carries messages longer than the connection takes in one piece, each unharmed', async () => {
    const lanes = await open();
    const bytes = new Uint8Array(1_000_003).map((_, index) => (index * 31) >> 3);
    const text = 'ä'.repeat(300_000);
    await Promise.all([lanes.near.send(bytes), lanes.near.send(text), lanes.near.send([text])]);
    await come(lanes, 3);
    const came = lanes.messages[0]?.data as Uint8Array<ArrayBuffer>;
    expect(came).toHaveLength(bytes.length);
    expect(came.every((byte, index) => byte === bytes[index])).toBe(true);
    expect(lanes.messages[1]?.data === text).toBe(true);
    expect(lanes.messages[2]?.data).toEqual([text]);
  });

  it('keeps the order of messages that were not awaited', async () => {
    const lanes = await open();
    const sent = Array.from({ length: 300 }, (_, index) => ({ index, fill: 'x'.repeat((index % 7) * 20_000) }));
    await Promise.all(sent.map((message) => lanes.near.send(message)));
    await come(lanes, sent.length);
    expect(lanes.messages.map(({ data }) => (data as { index: number }).index)).toEqual(sent.map(({ index }) => index));
  });

  it('counts what went and came', async () => {
    const lanes = await open();
    await lanes.near.send('x'.repeat(10));
    await lanes.near.send(new Uint8Array(200_000));
    await come(lanes, 2);
    const { messagesSent, bytesSent } = lanes.near.stats;
    const { messagesReceived, bytesReceived } = lanes.far.stats;
    expect({ messagesSent, messagesReceived }).toEqual({ messagesSent: 2, messagesReceived: 2 });
    expect(bytesSent).toBeGreaterThan(200_010);
    expect(bytesReceived).toBe(bytesSent);
  });

  it('refuses a message above the largest, and one that JSON cannot express', async () => {
    const lanes = await open({ largestMessageBytes: 100_000 });
    await expect(lanes.near.send(new Uint8Array(100_001))).rejects.toMatchObject({ code: 'out-of-range' });
    await expect(lanes.near.send([1n] as never)).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(lanes.near.send('x', { tag: '' })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(lanes.near.send('x', { tag: 't'.repeat(65) })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('tells both sides when one ends it, and rejects those who wait with the reason', async () => {
    const lanes = await open();
    const farClosed = new Promise((resolve) => lanes.far.on('close', resolve));
    const reason = new SdkError('unavailable', 'the connection is replaced');
    const sends = Array.from({ length: 100 }, () => lanes.near.send(new Uint8Array(65_000)));
    const outcomes = Promise.allSettled(sends);
    lanes.near.close(reason);
    const rejected = (await outcomes).filter((outcome) => outcome.status === 'rejected');
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected.every((outcome) => outcome.reason === reason)).toBe(true);
    expect(await farClosed).toMatchObject({ code: 'unavailable' });
    await expect(lanes.near.send('late')).rejects.toBe(reason);
  });

  it('sends on an unreliable lane what fits into one frame and refuses the rest', async () => {
    const lanes = await open({ delivery: { mode: 'unreliable' } });
    await lanes.near.send({ x: 1 });
    await come(lanes, 1);
    expect(lanes.messages[0]).toEqual({ kind: 'json', data: { x: 1 } });
    const tooLong = lanes.near.send(new Uint8Array(lanes.channels.maxMessageBytes));
    await expect(tooLong).rejects.toMatchObject({ code: 'out-of-range' });
  });
}
