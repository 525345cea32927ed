import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { meet } from '../data/run-once.mjs';
import { keeping } from '../data/session.mjs';
import { openPage } from '../harness/browser.mjs';
import { bundleNodePackage, bundleSite, makeBuildFolder } from '../harness/bundle.mjs';
import { CleanUp } from '../harness/clean-up.mjs';
import { within } from '../harness/deadline.mjs';
import { launchIn } from './browser.mjs';

const { BENCH_LINK_MBIT = '10', BENCH_LINK_LOSS = '1', BENCH_LINK_RTT_MS = '100' } = process.env;

/** The way between the two pages. */
export const LINK = {
  rateKbps: Number(BENCH_LINK_MBIT) * 1_000,
  lossPercent: Number(BENCH_LINK_LOSS),
  delayMs: Number(BENCH_LINK_RTT_MS) / 2,
};

const SECONDS = 30;
const STEADY_FROM = 10;
const FLOOD_MS = 8_000;
/** More than the link carries, so that its queue is never empty. */
const FLOOD = 1.2;
const START_TIMEOUT_MS = 20_000;
const SERVICES = fileURLToPath(new URL('services.mjs', import.meta.url));

/**
 * Two browsers in networks of their own: that of `a` is shaped, both ways.
 *
 * @returns {Promise<import('../harness/registry.mjs').Session>}
 */
export async function openSession() {
  const cleanUp = new CleanUp();
  try {
    const build = await makeBuildFolder('data-link');
    cleanUp.add(build.remove);
    const site = await bundleSite(new URL('../data/', import.meta.url), build.path);
    const module = await bundleNodePackage('@remotemedia/server', build.path);
    // A tool that is run, as the browser is: not code that the bench is made of.
    const { Rig } = await import(new URL('../../e2e/network/rig/rig.mjs', import.meta.url).href);
    const rig = await Rig.open({ hosts: ['a', 'b', 'server'] });
    cleanUp.add(async () => rig.close());
    const { namespace, addresses } = rig.host('server');
    const server = namespace.spawn(process.execPath, [SERVICES, 'serve', site, module], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    cleanUp.add(async () => void server.kill());
    const [{ port, udpPort }] = await within(once(server, 'message'), START_TIMEOUT_MS, 'starting the server');
    const origin = `http://${addresses[0]}:${port}`;
    const browsers = [];
    for (const host of ['b', 'a']) {
      const browser = await launchIn(rig.host(host).namespace, origin);
      cleanUp.add(() => browser.close());
      browsers.push(browser);
    }
    await rig.shape('a', LINK);
    const run = (name) =>
      name === 'link' ? runFlood(rig, server, addresses[0], udpPort) : runPages(browsers, name, origin);
    return { browser: `Chromium ${browsers[0].version()}`, measure: keeping(run), close: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

/** What the link carries, from `a`. */
async function runFlood(rig, server, address, udpPort) {
  const rate = Math.round(LINK.rateKbps * FLOOD);
  await rig.host('a').namespace.run(process.execPath, SERVICES, 'flood', address, udpPort, rate, FLOOD_MS);
  await sleep(1_000);
  server.send('count');
  const [{ bytes, ms }] = await once(server, 'message');
  const mbits = (bytes * 8) / 1_000 / ms;
  return { steady: mbits, 'from-start': mbits };
}

/** One page sends to the other for as long as it is watched. */
async function runPages(browsers, name, origin) {
  const contexts = [];
  const url = `${origin}/?${new URLSearchParams({ contender: name, signaling: origin })}`;
  try {
    const pages = [];
    for (const browser of browsers) {
      const context = await browser.newContext();
      contexts.push(context);
      pages.push((await openPage(context, url, () => globalThis.dataBench !== undefined)).page);
    }
    const [receiver, sender] = pages;
    await meet(receiver, sender);
    return await watch(name, sender, receiver);
  } finally {
    await Promise.all(contexts.map((context) => context.close().catch(() => {})));
  }
}

async function watch(name, sender, receiver) {
  const bytes = Math.ceil((LINK.rateKbps * SECONDS) / 8 / 1_048.576) * 1_048_576;
  await sender.evaluate((bytes) => globalThis.dataBench.prepare(bytes), bytes);
  sender.evaluate(() => globalThis.dataBench.sendAll()).catch(() => {});
  const marks = [{ atMs: performance.now(), bytes: 0 }];
  for (let second = 1; second <= SECONDS; second += 1) {
    await sleep(marks[0].atMs + second * 1_000 - performance.now());
    const received = await receiver.evaluate(() => globalThis.dataBench.receivedBytes());
    marks.push({ atMs: performance.now(), bytes: received });
  }
  const between = (from, to) => ((to.bytes - from.bytes) * 8) / 1_000 / (to.atMs - from.atMs);
  const seconds = marks.slice(1).map((mark, index) => between(marks[index], mark).toFixed(1));
  console.error(`${name}, Mbit/s second by second: ${seconds.join(' ')}`);
  const last = marks[SECONDS];
  return { steady: between(marks[STEADY_FROM], last), 'from-start': between(marks[0], last) };
}
