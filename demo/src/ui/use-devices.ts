import { type DeviceList, NO_DEVICES, watchDevices } from '@remotemedia/sdk/media';
import { useEffect, useState } from 'react';

/** What is plugged in. @param permissions changes when permission was given, since names become readable then */
export function useDevices(permissions: string): DeviceList {
  const [devices, setDevices] = useState(NO_DEVICES);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of permissions is the reason to look again
  useEffect(() => watchDevices(setDevices), [permissions]);
  return devices;
}
