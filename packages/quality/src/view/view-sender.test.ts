import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { FakeRoom, fakeSender } from '../fake-room.ts';
import type { View } from './view.ts';
import { ViewSender } from './view-sender.ts';

const SMALL: View = { width: 160, height: 90 };

function watch() {
  const clock = new ManualClock();
  const room = new FakeRoom();
  const views = new ViewSender(room, clock);
  const ada = room.enter('ada');
  ada.senders = [fakeSender('video', '0'), fakeSender('video', '1'), fakeSender('audio', '2')];
  const track = (index: number) => ada.senders[index]?.track as MediaStreamTrack;
  return { clock, room, views, ada, track };
}

describe('ViewSender', () => {
  it('tells all changes of one moment in one report', async () => {
    const { clock, views, ada, track } = watch();
    views.set(track(0), SMALL);
    views.set(track(1), 'hidden');
    await clock.advance(0);
    expect(ada.told).toEqual([['view', { 0: [160, 90], 1: 'hidden' }]]);
  });

  it('says nothing as long as nothing was said to it, and nothing twice', async () => {
    const { clock, views, ada, track } = watch();
    views.tell();
    views.set(track(0), SMALL);
    await clock.advance(0);
    views.set(track(0), { ...SMALL });
    await clock.advance(0);
    expect(ada.told).toHaveLength(1);
  });

  it('repeats itself soon, as the other side may not listen yet, and then every ten seconds', async () => {
    const { clock, views, ada, track } = watch();
    views.set(track(0), SMALL);
    await clock.advance(0);
    const seconds: number[] = [];
    for (let second = 1; second < 25; second += 1) {
      const before = ada.told.length;
      await clock.advance(1_000);
      views.tell();
      if (ada.told.length > before) seconds.push(second);
    }
    expect(seconds).toEqual([2, 12, 22]);
  });

  it('repeats once that it has nothing to say any more', async () => {
    const { clock, views, ada, track } = watch();
    views.set(track(0), 'hidden');
    await clock.advance(0);
    views.set(track(0), undefined);
    for (let second = 0; second < 25; second += 1) {
      await clock.advance(1_000);
      views.tell();
    }
    expect(ada.told.map(([, body]) => body)).toEqual([{ 0: 'hidden' }, {}, {}]);
  });

  it('takes back what is over', async () => {
    const { clock, views, ada, track } = watch();
    views.set(track(0), 'hidden');
    await clock.advance(0);
    views.set(track(0), undefined);
    await clock.advance(0);
    expect(ada.told.map(([, body]) => body)).toEqual([{ 0: 'hidden' }, {}]);
  });

  it('tells the largest of several that show the same', async () => {
    const { clock, views, ada, track } = watch();
    const [one, two] = [{}, {}];
    views.set(track(0), SMALL, one);
    views.set(track(0), { width: 640, height: 360 }, two);
    await clock.advance(0);
    views.set(track(0), 'hidden', two);
    await clock.advance(0);
    expect(ada.told.map(([, body]) => body)).toEqual([{ 0: [640, 360] }, { 0: [160, 90] }]);
  });

  it('knows videos by peer and mid, too, and forgets them with the peer', async () => {
    const { clock, room, views, ada } = watch();
    views.set({ peerId: 'ada', mid: '1' }, 'hidden');
    await clock.advance(0);
    expect(ada.told).toEqual([['view', { 1: 'hidden' }]]);
    room.leave('ada');
    const again = room.enter('ada');
    again.senders = ada.senders;
    views.tell();
    expect(again.told).toEqual([]);
  });

  it('waits for the connection, and tells a new one again', async () => {
    const { clock, views, ada, track } = watch();
    ada.state = { kind: 'connecting' };
    views.set(track(0), SMALL);
    await clock.advance(0);
    expect(ada.told).toEqual([]);
    ada.become('connected');
    await clock.advance(0);
    ada.replaceConnection();
    ada.become('connected');
    await clock.advance(0);
    expect(ada.told).toHaveLength(2);
  });

  it('leaves no listeners', () => {
    const { clock, room, views, ada } = watch();
    views.close();
    views.close();
    expect([room.listenerCount(), ada.listening, clock.pending]).toEqual([0, 0, 0]);
  });
});
