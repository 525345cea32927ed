import { existsSync } from 'node:fs';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import { hasFirefox, launchFirefox } from '../support/browsers.ts';
import { buildPreflightPage } from '../support/preflight-page.ts';
import { type Site, startSite } from '../support/site.ts';
import { hasTurn, startTurn, TURN_USER, type TurnProcess } from '../support/turn-process.ts';

/** What of a report these tests look at. */
interface Report {
  readonly status: string;
  readonly checks: Readonly<
    Record<string, { readonly status: string; readonly advice: string; readonly details?: object }>
  >;
}

const FLAGS = [
  '--disable-gpu',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // The certificate of the test's TURN server is its own.
  '--ignore-certificate-errors',
];

let turn: TurnProcess;
let site: Site;
let browser: Browser;
let page: Page;
let removePage = () => {};

test.skip(!hasTurn(), 'coturn and openssl are needed: apt install coturn openssl');

test.beforeAll(async () => {
  const built = await buildPreflightPage();
  removePage = built.remove;
  [turn, site, browser] = await Promise.all([startTurn(), startSite({ demoDir: built.folder }), launch()]);
});

test.beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(site.url);
});

test.afterEach(() => page.close());

test.afterAll(async () => {
  await Promise.all([browser?.close(), site?.close(), turn?.close()]);
  removePage();
});

function launch(): Promise<Browser> {
  const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ ...(existsSync(path) && { executablePath: path }), args: [...FLAGS, ...sandbox] });
}

function preflight(options: object, on: Page = page): Promise<Report> {
  return on.evaluate((given) => {
    const { preflight: run } = globalThis as unknown as { preflight: (options: object) => Promise<Report> };
    return run(given);
  }, options);
}

test('a page that reaches everything is told so, with times, and without an address in the report', async () => {
  const iceServers = [{ urls: turn.stun }, { urls: Object.values(turn.turn), ...TURN_USER }];
  await page.context().grantPermissions(['camera', 'microphone']);
  const report = await preflight({ iceServers, bandwidthMs: 1_000 });
  expect(report.checks).toMatchObject({
    browser: { status: 'ok' },
    microphone: { status: 'ok' },
    camera: { status: 'ok' },
    stun: { details: { serverCount: 1 } },
    turnUdp: { status: 'ok', details: { relayAfterMs: expect.any(Number), roundTripMs: expect.any(Number) } },
    turnTcp: { status: 'ok', details: { relayProtocol: 'tcp', roundTripMs: expect.any(Number) } },
    turnTls: { status: 'ok', details: { relayProtocol: 'tls', roundTripMs: expect.any(Number) } },
    signaling: { status: 'ok' },
    bandwidth: { details: { via: 'relay', throughputKbps: expect.any(Number) } },
  });
  expect(JSON.stringify(report)).not.toMatch(/\d+\.\d+\.\d+\.\d+|of-the-engine|"ada"|turns?:|stun:/);
});

test('a page behind a NAT is told that STUN works', async () => {
  // Without a permission to use devices the browser hides the machine's own addresses, so that the one that the server saw is another.
  const { checks } = await preflight({ iceServers: [{ urls: turn.stun }], devices: false, bandwidthMs: false });
  expect(checks['stun']).toMatchObject({
    status: 'ok',
    details: { family: 'IPv4', reflexiveAfterMs: expect.any(Number) },
  });
});

test('a page whose TURN credentials are refused is told that', async () => {
  const iceServers = [{ urls: turn.turn.udp, username: 'ada', credential: 'expired' }];
  const { checks, status } = await preflight({ iceServers, devices: false, bandwidthMs: false });
  expect(checks['turnUdp']).toMatchObject({
    status: 'failed',
    advice: expect.stringContaining('refused the credentials'),
    details: { iceErrorCode: 401 },
  });
  expect(status).toBe('failed');
});

test('a page that reaches no server is told so when the time is up', async () => {
  const urls = ['turn:127.0.0.1:9?transport=udp', 'turn:127.0.0.1:9?transport=tcp', 'turns:127.0.0.1:9?transport=tcp'];
  const iceServers = [{ urls: 'stun:127.0.0.1:9' }, { urls, ...TURN_USER }];
  const { checks } = await preflight({ iceServers, devices: false, bandwidthMs: false, timeoutMs: 2_000 });
  for (const name of ['stun', 'turnUdp', 'turnTcp', 'turnTls']) expect(checks[name]?.status, name).toBe('failed');
  expect(checks['turnTls']?.advice).toContain('certificate');
});

test('a page in Firefox is told what it reaches', async () => {
  test.skip(!hasFirefox, 'Firefox is needed');
  const firefox = await launchFirefox(440);
  try {
    const own = await firefox.newPage();
    await own.goto(site.url);
    // Firefox does not take the certificate of this TURN server.
    const { udp, tcp } = turn.turn;
    const iceServers = [{ urls: turn.stun }, { urls: [udp, tcp], ...TURN_USER }];
    const { checks } = await preflight({ iceServers, bandwidthMs: 500 }, own);
    expect(checks).toMatchObject({
      browser: { status: 'ok' },
      microphone: { details: { opened: true } },
      camera: { status: 'ok', details: { hasPicture: true } },
      turnUdp: { status: 'ok', details: { roundTripMs: expect.any(Number) } },
      turnTcp: { status: 'ok', details: { roundTripMs: expect.any(Number) } },
      turnTls: { status: 'skipped' },
      signaling: { status: 'ok' },
      bandwidth: { details: { via: 'relay', throughputKbps: expect.any(Number) } },
    });
  } finally {
    await firefox.close();
  }
});
