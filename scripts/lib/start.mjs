import { urlsOf } from './addresses.mjs';
import { buildIfNeeded } from './builds.mjs';
import { freePort } from './free-port.mjs';
import { installIfNeeded } from './install.mjs';
import { runServer } from './server-process.mjs';
import { START_HELP, startOptions } from './start-options.mjs';

/**
 * Installs, builds, and serves the demo until it is ended.
 *
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
export async function start(args) {
  const options = startOptions(args);
  if (options.help) {
    console.log(START_HELP);
    return 0;
  }
  const { host } = options;
  // Asked before the long work, so that the answer does not come after it.
  const port = await freePort(options.port, host);
  await installIfNeeded();
  await buildIfNeeded(['server', 'demo']);
  return runServer({ host, port, onReady: () => announce(host, port) });
}

/** @param {string} host @param {number} port */
function announce(host, port) {
  const urls = urlsOf(host, port);
  console.log('\nRemoteMedia is ready. Open it in a few tabs:\n');
  for (const url of urls) console.log(`  ${url}`);
  if (urls.length > 1) {
    console.log('\nBrowsers give camera and microphone only to localhost and to https pages.');
  } else if (host === 'localhost') {
    console.log('\nOther machines can reach it with "npm start -- --host 0.0.0.0".');
  }
  console.log('Ctrl+C ends it.\n');
}
