import type { DevicePolicy, TrackChangeCause } from './keeper-state.ts';
import type { PluggedDevice } from './media-platform.ts';
import { defaultDevice, defaultKey, findDevice, type RememberedDevice } from './pick-device.ts';

/** What there is to decide about. */
export interface Situation {
  /** Which device is to be kept. */
  readonly policy: DevicePolicy;
  /** The device that was chosen. */
  readonly chosen: RememberedDevice | undefined;
  /** The device that is open; `undefined` when it was lost. */
  readonly held: PluggedDevice | undefined;
}

/** What follows from a change of what is plugged in. */
export interface Reaction {
  /** Whether the device that is open is not there any more. */
  readonly unplugged: boolean;
  /** The chosen device, when it is there again. */
  readonly returned: PluggedDevice | undefined;
  /** Why another device is to be opened, if it is. */
  readonly reopen: 'returned' | 'default-changed' | undefined;
}

/** Says what follows when `before` was plugged in and `now` is. */
export function reactionTo(
  { policy, chosen, held }: Situation,
  before: readonly PluggedDevice[],
  now: readonly PluggedDevice[],
): Reaction {
  // Devices without ids are what a page sees that has no permission: that says nothing of what is plugged in.
  if (now.some(({ id }) => id === '')) return { unplugged: false, returned: undefined, reopen: undefined };
  const found = chosen && findDevice(now, chosen);
  const returned = chosen && found && !findDevice(before, chosen) ? found : undefined;
  const unplugged = held !== undefined && !now.some(({ id }) => id === held.id);
  const reopen = unplugged ? undefined : reopenFor({ policy, chosen, held }, found, before, now);
  return { unplugged, returned, reopen };
}

/**
 * Ids to try, best first, at most three: an empty one leaves the choice to the browser. Without asking nothing is left to
 * the browser, since some would ask.
 */
export function idsToTry(
  { policy, chosen, held }: Situation,
  cause: TrackChangeCause,
  devices: readonly PluggedDevice[],
  mayAsk: boolean,
): readonly string[] {
  const visible = devices.some(({ id }) => id !== '');
  // One that is not listed is tried only when it was asked for just now, so that there is an error to show.
  const evenUnlisted = !visible || cause === 'chosen' ? chosen?.id : undefined;
  const wished = (chosen && findDevice(devices, chosen)?.id) ?? evenUnlisted;
  const usual = mayAsk ? '' : (defaultDevice(devices)?.id ?? '');
  const first = [
    ...(cause === 'recovered' && held ? [held.id] : []),
    ...(wished !== undefined && (policy !== 'follow-default' || cause === 'chosen') ? [wished] : []),
  ];
  // What works is only ever replaced by the very device that was meant.
  if (held && cause !== 'recovered') return [...first, usual].slice(0, 1);
  // Under `manual` nothing stands in for the chosen device, save where the user is there to see it.
  if (policy === 'manual' && !mayAsk && first.length > 0) return first;
  const others = mayAsk ? [] : devices.map(({ id }) => id);
  return [...new Set([...first, usual, ...others])].slice(0, 3);
}

function reopenFor(
  { policy, held }: Situation,
  found: PluggedDevice | undefined,
  before: readonly PluggedDevice[],
  now: readonly PluggedDevice[],
): Reaction['reopen'] {
  if (policy === 'manual') return undefined;
  if (!held) return now.some(({ id }) => !before.some((each) => each.id === id)) ? 'returned' : undefined;
  if (policy === 'sticky') return found && found.id !== held.id ? 'returned' : undefined;
  return defaultKey(before) !== defaultKey(now) && defaultDevice(now)?.id !== held.id ? 'default-changed' : undefined;
}
