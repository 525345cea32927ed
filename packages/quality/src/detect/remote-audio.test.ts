import { describe, expect, it } from 'vitest';
import { PeerReader } from '../stats/peer-reader.ts';
import { RemoteAudioWatch } from './remote-audio.ts';

interface Step {
  readonly packets?: number;
  readonly played?: number;
  readonly energy?: number;
}

/** Plays what each second adds to the counters, and tells what was warned of in which second. */
function watch(steps: readonly Step[]) {
  const reader = new PeerReader('bob');
  const watcher = new RemoteAudioWatch();
  const totals = { packetsReceived: 0, totalSamplesReceived: 0, totalAudioEnergy: 0 };
  return steps.flatMap(({ packets = 50, played = 48_000, energy = 0.1 }, second) => {
    totals.packetsReceived += packets;
    totals.totalSamplesReceived += played;
    totals.totalAudioEnergy += energy;
    const stat = { id: 'a', type: 'inbound-rtp', kind: 'audio', mid: '0', ssrc: 1, ...totals };
    const stats = reader.read([stat], second * 1_000, () => undefined);
    return watcher.take(stats).map(({ kind, isOver }) => `${second}: ${kind}${isOver ? ' over' : ''}`);
  });
}

const times = (count: number, step: Step): Step[] => Array.from({ length: count }, () => step);

describe('RemoteAudioWatch', () => {
  it('says nothing while all is well', () => {
    expect(watch(times(60, {}))).toEqual([]);
  });

  it('warns once of sound that nobody takes, and tells when it is over', () => {
    expect(watch([...times(10, { played: 0, energy: 0 }), ...times(5, {})])).toEqual([
      '5: remote-audio-unbound',
      '10: remote-audio-unbound over',
    ]);
  });

  it('warns of perfect silence later', () => {
    expect(watch([...times(20, { energy: 0 }), {}])).toEqual([
      '11: remote-audio-silent',
      '20: remote-audio-silent over',
    ]);
  });

  it('does not warn when nothing arrives', () => {
    expect(watch(times(60, { packets: 0, played: 0, energy: 0 }))).toEqual([]);
  });

  it('tells that it is over when the track or the peer is gone', () => {
    const watcher = new RemoteAudioWatch();
    const reader = new PeerReader('bob');
    const sample = (mids: readonly string[], second: number) =>
      reader.read(
        mids.map((mid) => ({
          ...{ id: mid, type: 'inbound-rtp', kind: 'audio', mid, ssrc: Number(mid), trackIdentifier: `track ${mid}` },
          ...{ packetsReceived: second, totalSamplesReceived: 0, totalAudioEnergy: 0 },
        })),
        second * 1_000,
        () => undefined,
      );
    for (let second = 0; second < 10; second += 1) watcher.take(sample(['0', '1'], second));
    const over = { kind: 'remote-audio-unbound', peerId: 'bob', isOver: true };
    expect(watcher.take(sample(['1'], 10))).toEqual([{ ...over, mid: '0', trackId: 'track 0' }]);
    expect(watcher.forget('bob')).toEqual([{ ...over, mid: '1', trackId: 'track 1' }]);
    expect(watcher.forget('bob')).toEqual([]);
  });

  it('does not warn of a moment', () => {
    expect(watch([...times(4, { played: 0 }), {}, ...times(4, { played: 0 }), {}])).toEqual([]);
  });
});
