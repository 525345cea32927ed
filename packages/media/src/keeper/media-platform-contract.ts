import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stopTracks, type TrackSet } from '../take-stream.ts';
import { DeviceKeeper } from './device-keeper.ts';
import type { MediaPlatform } from './media-platform.ts';

/** What the contract needs to be run over a platform with two microphones or more, which the user has allowed. */
export interface PlatformEnvironment {
  /** The platform. */
  readonly platform: MediaPlatform;
  /** Lets it say that devices changed. */
  announce(): void;
  /** Lets it say that the page came to the foreground. */
  show(): void;
}

/** The rules every `MediaPlatform` keeps, and what a keeper does with any of them. */
export function describeMediaPlatformContract(name: string, create: () => PlatformEnvironment): void {
  describe(`MediaPlatform contract: ${name}`, () => {
    let environment: PlatformEnvironment;
    const opened: TrackSet[] = [];
    const keepers: DeviceKeeper[] = [];
    const open = async (audio: true | MediaTrackConstraints) => {
      const stream = await environment.platform.open({ audio });
      opened.push(stream);
      return stream.getTracks()[0];
    };
    const lastDevice = async () => (await environment.platform.plugged('microphone')).at(-1);
    const keep = () => {
      const keeper = new DeviceKeeper({ kind: 'microphone', platform: environment.platform });
      keepers.push(keeper);
      return keeper;
    };

    beforeEach(() => {
      environment = create();
    });

    afterEach(() => {
      for (const stream of opened.splice(0)) stopTracks(stream);
      for (const keeper of keepers.splice(0)) keeper.close();
    });

    it('lists devices with their names', async () => {
      const devices = await environment.platform.plugged('microphone');
      expect(devices.length).toBeGreaterThan(1);
      for (const { id, label, groupId } of devices) expect([id, label, groupId]).not.toContain('');
    });

    it('opens exactly the device that was asked for', async () => {
      const device = await lastDevice();
      const track = await open({ deviceId: { exact: device?.id ?? '' } });
      expect(track).toMatchObject({ kind: 'audio', readyState: 'live', label: device?.label });
      expect(track?.getSettings().deviceId).toBe(device?.id);
    });

    it('opens its default when nothing is asked for', async () => {
      const [usual] = await environment.platform.plugged('microphone');
      expect((await open(true))?.getSettings().deviceId).toBe(usual?.id);
    });

    it('says not-found for a device that is gone', async () => {
      await expect(open({ deviceId: { exact: 'gone' } })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('knows what the user has said', async () => {
      expect(await environment.platform.permission('microphone')).toBe('granted');
      expect(environment.platform.isForeground()).toBe(true);
    });

    it('tells of changes and of the foreground until that is taken back', async () => {
      const heard: string[] = [];
      const undos = [
        environment.platform.onPluggedChange(() => heard.push('plugged')),
        environment.platform.onForeground(() => heard.push('foreground')),
        environment.platform.onAudioInterrupted(() => heard.push('interrupted')),
      ];
      environment.announce();
      environment.show();
      expect(heard).toEqual(['plugged', 'foreground']);
      for (const undo of undos) undo();
      environment.announce();
      environment.show();
      expect(heard).toHaveLength(2);
    });

    it('says nothing of an end that the page made itself', async () => {
      const track = await open(true);
      let ended = false;
      track?.addEventListener('ended', () => {
        ended = true;
      });
      track?.stop();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect([track?.readyState, ended]).toEqual(['ended', false]);
    });

    it('lets a keeper pass to another device, as muted as the first was', async () => {
      const keeper = keep();
      const first = await keeper.open();
      first.enabled = false;
      const changes: unknown[] = [];
      keeper.on('trackChange', ({ old, track, cause }) => changes.push([old, track, cause]));
      const device = await lastDevice();
      const second = await keeper.choose(device);
      expect(changes).toEqual([[first, second, 'chosen']]);
      expect(second?.enabled).toBe(false);
      expect([first.readyState, second?.readyState]).toEqual(['ended', 'live']);
      expect(keeper.state).toMatchObject({ kind: 'on', device: { id: device?.id } });
    });

    it('lets a keeper take a track in, keep it through a choice that fails, and stop it', async () => {
      const keeper = keep();
      const track = await open(true);
      if (!track) return;
      await keeper.adopt(track);
      expect(keeper.track).toBe(track);
      await expect(keeper.choose({ id: 'gone' })).rejects.toMatchObject({ code: 'not-found' });
      expect([keeper.track, track.readyState]).toEqual([track, 'live']);
      keeper.stop();
      keeper.stop();
      expect([keeper.state.kind, track.readyState]).toEqual(['off', 'ended']);
    });

    it('lets a keeper close while it opens, and leaves nothing open', async () => {
      const keeper = keep();
      const opening = keeper.open();
      keeper.close();
      keeper.close();
      await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
      expect(keeper.state.kind).toBe('closed');
      await expect(keeper.open()).rejects.toMatchObject({ code: 'failed-precondition' });
    });
  });
}
