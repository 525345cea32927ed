import { unlockPlayback } from '../playback/playbacks.ts';
import type { DeviceKeeper } from './device-keeper.ts';
import type { KeeperWait } from './device-keeper-options.ts';

/**
 * Puts everything right that an interruption may have left behind: devices that are lost or give nothing, elements that
 * were paused, and the sound that is being measured. It asks the user nothing; call it from a "Reconnect" button, or when
 * the application knows more than the browser says. It never throws: what stays wrong is in the state of its keeper.
 *
 * @returns whether all of it works now
 */
export async function recoverMedia(keepers: Iterable<DeviceKeeper>, { signal }: KeeperWait = {}): Promise<boolean> {
  // First, and in this very turn: a gesture does not count for what comes later.
  const unlocking = unlockPlayback();
  const open = [...keepers].filter(({ state }) => ['on', 'interrupted', 'lost'].includes(state.kind));
  await Promise.allSettled(open.map((keeper) => keeper.recover({ signal })));
  return (await unlocking) && open.every(({ state }) => state.kind === 'on');
}
