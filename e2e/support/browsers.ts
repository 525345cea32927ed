import { existsSync } from 'node:fs';
import { type Browser, chromium, firefox } from '@playwright/test';
import type { CaptureFiles } from './capture-files.ts';

/** Path of the Chromium under test: `CHROMIUM_PATH`, or where Debian puts it. */
const chromiumPath: string = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Path of the Firefox under test: `FIREFOX_PATH`, or where Debian puts Firefox ESR. */
const firefoxPath: string = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';

/** Whether there is a Firefox to test with. */
export const hasFirefox: boolean = existsSync(firefoxPath);

const CHROMIUM_FLAGS: readonly string[] = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
  '--autoplay-policy=no-user-gesture-required',
  // Without a permission to use devices host candidates carry mDNS names, which no two processes resolve here.
  '--disable-features=WebRtcHideLocalIpsWithMdns',
];

/** Starts a Chromium that plays the files as its only camera and microphone and grants them to every page. */
export function launchChromium(capture: CaptureFiles): Promise<Browser> {
  return startChromium([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${capture.video}`,
    `--use-file-for-fake-audio-capture=${capture.audio}`,
  ]);
}

/** Starts a Chromium with fake devices whose permission prompts all end in a refusal. */
export function launchDenyingChromium(): Promise<Browser> {
  return startChromium(['--use-fake-device-for-media-stream', '--deny-permission-prompts']);
}

/** Starts a Chromium on a machine that has neither camera nor microphone. */
export function launchBareChromium(): Promise<Browser> {
  return startChromium([]);
}

function startChromium(flags: readonly string[]): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // Without one there, the browser that Playwright downloads.
  const path = existsSync(chromiumPath) ? { executablePath: chromiumPath } : {};
  return chromium.launch({ ...path, args: [...CHROMIUM_FLAGS, ...sandbox, ...flags] });
}

/** Starts a Firefox with its built-in fake camera (a field that wanders through all colours) and a tone. */
export function launchFirefox(toneHz: number): Promise<Browser> {
  return firefox.launch({
    // Debian's Firefox is driven through WebDriver BiDi, which Playwright calls by this channel name.
    channel: 'moz-firefox',
    executablePath: firefoxPath,
    firefoxUserPrefs: {
      'media.navigator.permission.disabled': true,
      'media.navigator.streams.fake': true,
      'media.navigator.audio.fake_frequency': toneHz,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      'media.autoplay.block-webaudio': false,
      // Without a sound card Firefox leaves every AudioContext suspended; this gives it one that plays to nobody.
      'media.cubeb.force_mock_context': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.loopback': true,
    },
  });
}
