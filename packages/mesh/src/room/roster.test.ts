import { ManualClock } from '@remotemedia/base';
import { type PeerInfo, toPeerId } from '@remotemedia/signaling';
import { describe, expect, it } from 'vitest';
import { Roster } from './roster.ts';

function info(id: string): PeerInfo {
  const capabilities = { audio: true, video: true, data: true };
  return { id: toPeerId(id), displayName: id, capabilities, metadata: {}, presence: 'available' };
}

function setUp() {
  const clock = new ManualClock();
  const gone: string[] = [];
  const roster = new Roster(clock, (id) => gone.push(id));
  for (const id of ['ada', 'bob', 'cem']) roster.add(info(id));
  return { clock, gone, roster };
}

describe('Roster', () => {
  it('knows ten thousand at the most', () => {
    const { roster } = setUp();
    for (let count = 0; count < 10_100; count += 1) roster.add(info(`peer-${count}`));
    expect(roster.get(toPeerId('peer-9996'))).toBeDefined();
    expect(roster.get(toPeerId('peer-9997'))).toBeUndefined();
    roster.add({ ...info('ada'), displayName: 'Ada' });
    expect(roster.get(toPeerId('ada'))?.displayName).toBe('Ada');
  });

  it('knows who was not found again', () => {
    const { roster } = setUp();
    expect(roster.absent([info('ada'), info('dan')])).toEqual(['bob', 'cem']);
  });

  it('gives those whom the server lost time to return, counted once', async () => {
    const { clock, gone, roster } = setUp();
    const bob = toPeerId('bob');
    roster.lose(bob, 15_000, false);
    expect([roster.get(bob), roster.isMissing(bob), roster.isSaidToHaveLeft(bob)]).toEqual([undefined, true, false]);
    await clock.advance(10_000);
    roster.lose(bob, 15_000, true);
    expect(roster.isSaidToHaveLeft(bob)).toBe(true);
    await clock.advance(4_999);
    expect(gone).toEqual([]);
    await clock.advance(1);
    expect(gone).toEqual(['bob']);
  });

  it('takes those back who return in time', async () => {
    const { clock, gone, roster } = setUp();
    roster.lose(toPeerId('bob'), 15_000, true);
    await clock.advance(10_000);
    roster.add(info('bob'));
    await clock.advance(20_000);
    expect([gone, roster.isMissing(toPeerId('bob')), roster.isSaidToHaveLeft(toPeerId('bob'))]).toEqual([
      [],
      false,
      false,
    ]);
  });

  it('leaves no timer', () => {
    const { clock, roster } = setUp();
    roster.lose(toPeerId('bob'), 15_000, true);
    roster.delete();
    expect(clock.pending).toBe(0);
  });
});
