import type { Participant } from './participant.ts';

/**
 * Holds camera and microphone back until {@link allowDevices}, like a person who answers the browser's question late.
 * Runs in the page before its own code, so it must not use anything from outside itself.
 */
export function holdDevices(): void {
  // Firefox runs this in its empty first page too, where there are no devices.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (!devices) return;
  const open = devices.getUserMedia.bind(devices);
  const allowed = new Promise((resolve) => window.addEventListener('devices-allowed', resolve, { once: true }));
  devices.getUserMedia = async (constraints) => {
    await allowed;
    return open(constraints);
  };
}

/** Gives a page that was opened with {@link holdDevices} its camera and microphone. */
export async function allowDevices({ page }: Participant): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('devices-allowed')));
}
