/**
 * How tests start Chromium: fake camera and microphone, no permission prompts, no talk with the outside.
 *
 * @returns {string[]}
 */
export function chromiumArgs() {
  const args = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream=fps=30',
    '--autoplay-policy=no-user-gesture-required',
    // Without it, host candidates are random .local names, which need a multicast DNS responder to resolve.
    '--disable-features=WebRtcHideLocalIpsWithMdns',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium's sandbox refuses to run as root, which is what most containers are.
  return process.getuid?.() === 0 ? ['--no-sandbox', ...args] : args;
}
