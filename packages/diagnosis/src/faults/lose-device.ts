import type { Undo } from '@remotemedia/base';

/**
 * As if the device behind a track was pulled out, until the returned function is called, which plugs it in again: the track
 * ends and says so, the device is not in the list, and the list is said to have changed. The track stays ended. A page
 * cannot keep the browser from opening the device anew where nobody asks for it by its id.
 */
export function loseDevice(track: MediaStreamTrack): Undo {
  const { deviceId } = track.getSettings();
  const devices = navigator.mediaDevices;
  const isLost = ({ deviceId: id }: MediaDeviceInfo) => id === deviceId;
  const list = devices.enumerateDevices.bind(devices);
  const value = async () => (await list()).filter((device) => !isLost(device));
  Object.defineProperty(devices, 'enumerateDevices', { configurable: true, writable: true, value });
  track.stop();
  // `stop()` is our own doing, which nobody is told of; a lost device is told of.
  track.dispatchEvent(new Event('ended'));
  devices.dispatchEvent(new Event('devicechange'));
  return () => {
    if (Reflect.get(devices, 'enumerateDevices') !== value) return;
    Reflect.deleteProperty(devices, 'enumerateDevices');
    devices.dispatchEvent(new Event('devicechange'));
  };
}
