import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { type FakePeer, FakeRoom, fakeSender } from '../fake-room.ts';
import { StatsCollector } from '../stats/stats-collector.ts';
import { Adaptation, type AdaptationOptions } from './adaptation.ts';

function adapt(options: AdaptationOptions = {}) {
  const clock = new ManualClock();
  const room = new FakeRoom();
  const adaptation = new Adaptation(room, { cores: 8, ...options }, clock);
  const collector = new StatsCollector(room, { clock, isHidden: () => false });
  collector.on('round', (round) => adaptation.takeRound(round));
  const heard: string[] = [];
  adaptation.on('limits', ({ peerId, limits }) =>
    heard.push(`${peerId}: ${limits.map(({ reasons }) => reasons.join('+')).join(', ')}`),
  );
  const enter = (id: string, ...senders: ReturnType<typeof fakeSender>[]): FakePeer => {
    const peer = room.enter(id);
    peer.senders = senders;
    return peer;
  };
  return { clock, room, adaptation, collector, heard, enter };
}

/** What a peer's statistics say of a video that loses packets. */
function losing(share: number, seconds: number) {
  return [
    { id: 'o', type: 'outbound-rtp', kind: 'video', mid: '0', ssrc: 1, remoteId: 'r', packetsSent: seconds * 100 },
    { id: 'r', type: 'remote-inbound-rtp', kind: 'video', ssrc: 1, fractionLost: share, roundTripTime: 0.02 },
  ];
}

describe('Adaptation', () => {
  it('sets limits in the first second and tells why', async () => {
    const { clock, adaptation, heard, enter } = adapt();
    const camera = fakeSender('video', '0');
    enter('bob', camera);
    await clock.advance(1_000);
    expect(camera.told).toEqual([{ active: true, maxBitrate: 1_500_000, maxFramerate: 30, scaleResolutionDownBy: 1 }]);
    expect(adaptation.limitsOf('bob')).toEqual([
      {
        kind: 'video',
        mid: '0',
        trackId: 'video 0',
        active: true,
        maxBitrateKbps: 1_500,
        maxFramerateFps: 30,
        scaleResolutionDownBy: 1,
        reasons: ['ramp'],
      },
    ]);
    expect(heard).toEqual(['bob: ramp']);
  });

  it('does so at once when a peer becomes connected', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    bob.state = { kind: 'connecting' };
    await clock.advance(3_000);
    expect(camera.told).toEqual([]);
    bob.become('connected');
    await clock.advance(20);
    expect(camera.told).toHaveLength(1);
  });

  it('tells the browser nothing while nothing changes', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    enter('bob', camera);
    await clock.advance(60_000);
    expect(camera.told).toHaveLength(1);
  });

  it('sends what the tile needs, nothing while hidden, and again at once when seen', async () => {
    const { clock, adaptation, heard, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    await clock.advance(1_000);
    bob.say('view', { 0: [160, 90] });
    await clock.advance(500);
    expect(camera.told.at(-1)).toMatchObject({ active: true, scaleResolutionDownBy: 8, maxBitrate: 60_000 });
    bob.say('view', { 0: 'hidden' });
    await clock.advance(500);
    expect(camera.told.at(-1)).toMatchObject({ active: false });
    bob.say('view', {});
    await clock.advance(20);
    expect(camera.told.at(-1)).toMatchObject({ active: true, scaleResolutionDownBy: 1 });
    expect(camera.keyFrames).toBe(1);
    expect(heard).toEqual(['bob: ramp', 'bob: tile', 'bob: hidden', 'bob: ramp']);
    expect(adaptation.limitsOf('nobody')).toEqual([]);
  });

  it('keeps what it knows when a report is not one', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    bob.say('view', { 0: 'hidden' });
    bob.say('view', { 0: 'nonsense' });
    await clock.advance(1_000);
    expect(camera.told.at(-1)?.active).toBe(false);
  });

  it('takes what a new connection says of its views for that connection', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    await clock.advance(1_000);
    bob.replaceConnection();
    bob.say('view', { 0: 'hidden' });
    await clock.advance(20);
    expect(camera.told.at(-1)?.active).toBe(false);
  });

  it('asks nothing of the others, and little of one, however often that one reports', async () => {
    const { clock, enter } = adapt();
    const [bob, ...others] = ['b', 'c', 'd'].map((id) => enter(id, fakeSender('video', '0')));
    await clock.advance(1_000);
    let asked = 0;
    for (const peer of others) {
      const change = peer.changeSenders.bind(peer);
      peer.changeSenders = (task) => {
        asked += 1;
        return change(task);
      };
    }
    for (let turn = 0; turn < 100; turn += 1) {
      bob?.say('view', turn % 2 ? { 0: [320, 180] } : { 0: [160, 90] });
      await clock.advance(10);
    }
    // A round each second, and a few reports.
    expect(asked).toBeLessThanOrEqual(2 * 10);
  });

  it('changes a sender only a few times, however often the view changes', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    for (let turn = 0; turn < 100; turn += 1) {
      bob.say('view', turn % 2 ? { 0: 'hidden' } : {});
      await clock.advance(10);
    }
    expect(camera.told.length).toBeLessThanOrEqual(8);
  });

  it('gives each of five peers less than a single one', async () => {
    const { clock, enter } = adapt();
    const cameras = ['b', 'c', 'd', 'e', 'f'].map((id) => {
      const camera = fakeSender('video', '0');
      enter(id, camera);
      return camera;
    });
    await clock.advance(2_000);
    for (const { told } of cameras) expect(told.at(-1)).toMatchObject({ maxBitrate: 250_000, maxFramerate: 20 });
  });

  it('does not count videos that nobody looks at', async () => {
    const { clock, enter } = adapt();
    const cameras = ['b', 'c', 'd', 'e', 'f'].map((id) => {
      const camera = fakeSender('video', '0');
      const peer = enter(id, camera);
      if (id !== 'b') peer.say('view', { 0: 'hidden' });
      return camera;
    });
    await clock.advance(10_000);
    expect(cameras[0]?.told.at(-1)).toMatchObject({ maxBitrate: 1_500_000, active: true });
    expect(cameras[1]?.told.at(-1)).toMatchObject({ active: false });
  });

  it('shares what the network takes between two videos', async () => {
    const { clock, adaptation, enter } = adapt();
    enter('bob', fakeSender('video', '0'), fakeSender('video', '1'));
    await clock.advance(2_000);
    const limits = adaptation.limitsOf('bob').map((limit) => limit.maxBitrateKbps);
    expect(limits).toEqual([750, 750]);
  });

  it('lowers video when packets get lost, and sound only when nothing else is left', async () => {
    const { clock, adaptation, enter } = adapt();
    const microphone = fakeSender('audio', '1');
    const bob = enter('bob', fakeSender('video', '0'), microphone);
    let seconds = 0;
    bob.getStats = async () => new Map(losing(0.2, ++seconds).map((stat) => [stat.id, stat]));
    await clock.advance(6_000);
    expect(adaptation.limitsOf('bob')).toMatchObject([{ reasons: ['loss'] }, { kind: 'audio', reasons: [] }]);
    expect(microphone.told.at(-1)?.maxBitrate).toBeUndefined();
    await clock.advance(40_000);
    expect(adaptation.bitrateOf('bob')).toEqual({ currentKbps: 200, minKbps: 200, maxKbps: 4_000 });
    expect(adaptation.limitsOf('bob')[1]).toMatchObject({ maxBitrateKbps: 24, reasons: ['loss'] });
    expect(microphone.told.at(-1)?.maxBitrate).toBe(24_000);
  });

  it('says what was asked for and cannot be had', async () => {
    const { clock, adaptation, enter } = adapt();
    const options = { simulcast: true, codec: 'AV1', scalabilityMode: 'L3T3_KEY' };
    const bob = enter('bob', fakeSender('video', '0', options));
    let bytesSent = 0;
    bob.getStats = async () => {
      bytesSent += 10_000;
      const codec = { id: 'c', type: 'codec', mimeType: 'video/VP8' };
      const sent = { id: 'o', type: 'outbound-rtp', kind: 'video', mid: '0', ssrc: 1, codecId: 'c', bytesSent };
      return new Map<string, unknown>([
        ['c', codec],
        ['o', { ...sent, scalabilityMode: 'L1T2' }],
      ]);
    };
    await clock.advance(3_000);
    expect(adaptation.limitsOf('bob')[0]?.reasons).toEqual(['ramp', 'simulcast', 'codec', 'scalability-mode']);
  });

  it('goes on when the browser refuses, and tries again', async () => {
    const { clock, adaptation, enter } = adapt();
    const camera = fakeSender('video', '0');
    camera.refuses = true;
    enter('bob', camera);
    await clock.advance(2_000);
    expect(adaptation.limitsOf('bob')).toEqual([]);
    camera.refuses = false;
    await clock.advance(1_000);
    expect(camera.told).toHaveLength(1);
  });

  it('sets limits again that somebody else undid', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    enter('bob', camera);
    await clock.advance(1_000);
    await camera.sender.setParameters({ encodings: [{ active: true, maxBitrate: 9_000_000 }] } as never);
    await clock.advance(1_000);
    expect(camera.told.map(({ maxBitrate }) => maxBitrate)).toEqual([1_500_000, 9_000_000, 1_500_000]);
  });

  it('does not go by what it last heard of a peer that is out of touch', async () => {
    const { clock, adaptation, enter } = adapt();
    const bob = enter('bob', fakeSender('video', '0'));
    enter('carol', fakeSender('video', '0'));
    bob.stats = [{ id: 'o', type: 'outbound-rtp', kind: 'video', mid: '0', ssrc: 1, qualityLimitationReason: 'cpu' }];
    await clock.advance(1_000);
    bob.become('recovering');
    await clock.advance(30_000);
    expect(adaptation.limitsOf('carol')[0]?.reasons).not.toContain('cpu');
  });

  it('forgets what it learned of a connection that was replaced', async () => {
    const { clock, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    bob.say('view', { 0: 'hidden' });
    await clock.advance(1_000);
    const other = fakeSender('video', '0');
    bob.senders = [other];
    bob.replaceConnection();
    await clock.advance(2_000);
    expect(other.told.at(-1)?.active).toBe(true);
  });

  it('leaves nothing running', async () => {
    const { clock, room, adaptation, collector, enter } = adapt();
    const camera = fakeSender('video', '0');
    const bob = enter('bob', camera);
    adaptation.close();
    adaptation.close();
    collector.close();
    bob.say('view', { 0: 'hidden' });
    await clock.advance(5_000);
    expect([camera.told, clock.pending, room.listenerCount(), bob.listening]).toEqual([[], 0, 0, 0]);
  });
});
