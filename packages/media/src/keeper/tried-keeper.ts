import { ManualClock } from '@remotemedia/base';
import { DeviceKeeper } from './device-keeper.ts';
import type { DeviceKeeperOptions } from './device-keeper-options.ts';
import { FakePlatform } from './fake-platform.ts';

/** After this long devices have settled, in milliseconds. */
export const SETTLED_MS = 500;

/** A keeper of a fake microphone, with all that belongs to it. */
export interface TriedKeeper {
  /** Its devices. */
  readonly platform: FakePlatform;
  /** Its time. */
  readonly clock: ManualClock;
  /** The keeper. */
  readonly keeper: DeviceKeeper;
  /** What it said, as text. */
  readonly heard: string[];
  /** Opens the device and forgets what was said about that. */
  open(): Promise<void>;
  /** Closes it and counts what is left: tracks, listeners of the platform, timers, listeners of the keeper. */
  close(): readonly number[];
}

/** Makes a keeper of a fake microphone that has the devices of these names. */
export function tryKeeper(names: readonly string[], options: Partial<DeviceKeeperOptions> = {}): TriedKeeper {
  const platform = new FakePlatform('microphone', ...names);
  const clock = new ManualClock();
  const keeper = new DeviceKeeper({ kind: 'microphone', platform, clock, ...options });
  const heard: string[] = [];
  keeper.on('trackChange', ({ old, device, cause }) =>
    heard.push(`${old?.label ?? 'nothing'}>${device.label} ${cause}`),
  );
  keeper.on('lost', ({ device, cause }) => heard.push(`lost ${device.label} ${cause}`));
  keeper.on('returned', ({ label }) => heard.push(`returned ${label}`));
  keeper.on('interrupted', ({ cause }) => heard.push(`interrupted ${cause}`));
  keeper.on('recovered', ({ interruptedMs }) => heard.push(`recovered ${interruptedMs}`));
  keeper.on('fault', ({ code }) => heard.push(`fault ${code}`));
  const open = async () => {
    await keeper.open();
    await clock.advance(SETTLED_MS);
    heard.length = 0;
  };
  const close = () => {
    keeper.close();
    return [platform.live.length, platform.listeners, clock.pending, keeper.listenerCount()];
  };
  return { platform, clock, keeper, heard, open, close };
}

/** A promise and what settles it. */
export function gated(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
