import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { FakeRoom } from '../fake-room.ts';
import { StatsCollector } from './stats-collector.ts';

function collect(options: ConstructorParameters<typeof StatsCollector>[1] = {}) {
  const clock = new ManualClock();
  const room = new FakeRoom();
  const collector = new StatsCollector(room, { clock, isHidden: () => false, ...options });
  return { clock, room, collector };
}

describe('StatsCollector', () => {
  it('samples every connected peer each second', async () => {
    const { clock, room, collector } = collect();
    const bob = room.enter('bob');
    room.enter('cem').state = { kind: 'connecting' };
    const seen: string[] = [];
    collector.on('sample', ({ peerId, atMs }) => seen.push(`${peerId} ${atMs}`));
    await clock.advance(2_000);
    expect(seen).toEqual(['bob 1000', 'bob 2000']);
    expect(bob.asked).toBe(2);
    collector.close();
  });

  it('samples less often while nobody sees the page', async () => {
    const { clock, room, collector } = collect({ isHidden: () => true });
    const bob = room.enter('bob');
    await clock.advance(10_000);
    expect(bob.asked).toBe(2);
    collector.close();
  });

  it('leaves out a connection that throws, and goes on with the others', async () => {
    const { clock, room, collector } = collect();
    room.enter('bob').getStats = () => {
      throw new Error('closed');
    };
    room.enter('cem').getStats = () => Promise.reject(new Error('closed'));
    room.enter('dea');
    const rounds: string[][] = [];
    collector.on('round', (round) => rounds.push(round.map(({ peerId }) => peerId)));
    await clock.advance(2_000);
    expect(rounds).toEqual([['dea'], ['dea']]);
    collector.close();
  });

  it('does not ask again a connection that has not answered yet', async () => {
    const { clock, room, collector } = collect();
    const bob = room.enter('bob');
    bob.getStats = () => new Promise(() => {});
    await clock.advance(5_000);
    expect(bob.asked).toBe(1);
    collector.close();
  });

  it('keeps the last samples of each peer until it is gone', async () => {
    const { clock, room, collector } = collect({ history: 3 });
    room.enter('bob');
    await clock.advance(5_000);
    expect(collector.historyOf('bob').map(({ atMs }) => atMs)).toEqual([3_000, 4_000, 5_000]);
    expect(collector.statsOf('bob')?.atMs).toBe(5_000);
    room.leave('bob');
    expect([collector.historyOf('bob'), collector.statsOf('bob')]).toEqual([[], undefined]);
    collector.close();
  });

  it('begins anew with another connection of the same peer', async () => {
    const { clock, room, collector } = collect();
    const bob = room.enter('bob');
    await clock.advance(2_000);
    bob.replaceConnection();
    await clock.advance(1_000);
    expect(collector.statsOf('bob')?.intervalMs).toBeUndefined();
    collector.close();
  });

  it('leaves nothing running', async () => {
    const { clock, room, collector } = collect();
    const bob = room.enter('bob');
    collector.close();
    collector.close();
    await clock.advance(10_000);
    expect([bob.asked, clock.pending, room.listenerCount()]).toEqual([0, 0, 0]);
  });
});
