import type { PluggedDevice } from './media-platform.ts';

/** A device to be found again. What `DeviceKeeper` says of a device fits, and so does an entry of `listDevices`. */
export interface RememberedDevice {
  /** `deviceId` of the platform. */
  readonly id: string;
  /** Its name; it finds the device again when the browser has given out new ids. */
  readonly label?: string | undefined;
  /** Tells devices of the same name apart. */
  readonly groupId?: string | undefined;
}

/** Entries that stand for another one: Chromium lists them beside the device itself. */
const ALIASES: readonly string[] = ['default', 'communications'];
const NONE: PluggedDevice = { id: '', label: '', groupId: '' };

/** The device that was remembered, by its id, else by label and group, else by a label that only one has. */
export function findDevice(
  devices: readonly PluggedDevice[],
  { id, label, groupId }: RememberedDevice,
): PluggedDevice | undefined {
  const same = devices.find((device) => device.id !== '' && device.id === id);
  if (same || !label) return same;
  const named = devices.filter((device) => device.label === label && !ALIASES.includes(device.id));
  return (
    named.find((device) => device.groupId !== '' && device.groupId === groupId) ??
    (named.length === 1 ? named[0] : undefined)
  );
}

/** The system's default device, as itself and not as an alias where that can be told. */
export function defaultDevice(devices: readonly PluggedDevice[]): PluggedDevice | undefined {
  const entry = devices.find(({ id }) => id === 'default') ?? devices[0];
  return entry && unalias(devices, entry);
}

/** The device that a track comes from; one that is not listed is put together from what the track says. */
export function deviceOf(devices: readonly PluggedDevice[], track: MediaStreamTrack): PluggedDevice {
  const { deviceId = '', groupId = '' } = track.getSettings();
  const listed = devices.find(({ id }) => id !== '' && id === deviceId);
  return listed ? unalias(devices, listed) : { id: deviceId, label: track.label, groupId };
}

/** Something that changes when the system's default does: an alias keeps its id and changes its group and label. */
export function defaultKey(devices: readonly PluggedDevice[]): string {
  const { id, label, groupId } = devices.find((device) => device.id === 'default') ?? devices[0] ?? NONE;
  return JSON.stringify([id, label, groupId]);
}

function unalias(devices: readonly PluggedDevice[], entry: PluggedDevice): PluggedDevice {
  if (!ALIASES.includes(entry.id)) return entry;
  const real = ({ id, groupId, label }: PluggedDevice) =>
    !ALIASES.includes(id) && groupId === entry.groupId && entry.label.endsWith(label);
  return devices.find((device) => entry.groupId !== '' && real(device)) ?? entry;
}
