import { loadavg } from 'node:os';
import { test as base, expect, type TestInfo } from '@playwright/test';
import type { ServerOptions } from '@remotemedia/server';
import { type Caller, nowMs } from '../../support/caller.ts';
import type { JoinOptions, TransferReport } from '../page/hooks.ts';
import type { Shape } from '../rig/links.mjs';
import { areMessagesWhole, type Disturbance, type SideFigures, sideFigures, transferInWords } from './figures.ts';
import { type Built, buildAll, Net } from './net.ts';
import { keepTimelines, note } from './timelines.ts';

/** Playwright's `test`, with server and page built once. */
export const test: ReturnType<typeof base.extend<object, { built: Built }>> = base.extend<object, { built: Built }>({
  built: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const built = await buildAll();
      await use(built);
      await Promise.all([built.program.remove(), built.page.remove()]);
    },
    { scope: 'worker' },
  ],
});

/** What happens to the network in mid-call, and what must be true in spite of it. */
export interface Scenario {
  /** Makes the network as it is at first. @default 10 ms and 40 Mbit/s each way for a and b, one uplink each */
  readonly prepare?: (net: Net) => Promise<void>;
  /** What happens. */
  readonly disturb: (net: Net) => Promise<Disturbance>;
  /** Longest time from the return of the path to picture and sound at both sides. @default 1000 */
  readonly targetMs?: number;
  /** Longest time without picture or sound where the way is never lost. @default any: it is */
  readonly mostSilenceMs?: number;
  /** Settings of the server. */
  readonly server?: ServerOptions;
  /** How the two enter the call. @default without ICE servers */
  readonly join?: Partial<JoinOptions>;
  /** Gives ICE servers to a page that asks for them. */
  readonly iceServers?: (caller: string) => RTCIceServer[];
  /** What must be true beside. */
  readonly atTheEnd?: (callers: readonly Caller[], info: TestInfo) => Promise<void>;
  /** Size of the file that is sent from a to b. @default 100 MB */
  readonly transferBytes?: number;
  /** How long the file may take in all. @default 90_000 */
  readonly transferTimeoutMs?: number;
}

/** A link of an ordinary house: 20 ms of round trip between two of them, 40 Mbit/s. */
export const HOUSE: Shape = { delayMs: 5, rateKbps: 40_000 };

/** Only the first uplink of each works, as that of a house. */
export async function twoHouses({ rig }: Net): Promise<void> {
  for (const host of ['a', 'b']) {
    await rig.shape(host, HOUSE);
    await rig.unplug(host, 1);
  }
}

/** Undisturbed time before each disturbance, in milliseconds; part of what is measured, the same in all scenarios. */
const CALM_MS = 2_000;
/** How long the call is watched after it flows again, in milliseconds: it has to go on. */
const WATCHED_MS = 3_000;
/** How often a transfer is looked at, in milliseconds. */
const LOOK_MS = 250;

/** Runs a scenario in a call of a and b in which both send picture, sound and messages, and a sends a file. */
export async function runScenario(built: Built, info: TestInfo, scenario: Scenario): Promise<void> {
  const {
    prepare = twoHouses,
    disturb,
    transferBytes = 100e6,
    transferTimeoutMs = 90_000,
    targetMs = 1_000,
    mostSilenceMs = Number.POSITIVE_INFINITY,
  } = scenario;
  const net = await Net.open(built, scenario.server);
  const callers: Caller[] = [];
  try {
    await prepare(net);
    for (const host of ['a', 'b']) callers.push(await net.open(host));
    const [a, b] = callers as [Caller, Caller];
    for (const { id, page } of callers)
      await page.exposeFunction('iceServersOfTest', () => scenario.iceServers?.(id) ?? []);
    await settle(net, [a, b], scenario.join);
    const startedAt = nowMs();
    await a.do('startTransfer', 'b', transferBytes);
    await a.page.waitForTimeout(CALM_MS);
    const disturbance = await disturb(net);
    note(info, disturbance.lostAt, 'THE PATH IS LOST');
    note(info, disturbance.backAt, 'THE PATH IS BACK');
    await flowAgain(a, b);
    await a.page.waitForTimeout(WATCHED_MS);
    const transfer = await endOfTransfer(b, startedAt + transferTimeoutMs);
    const sides = await stopAndLook(a, b, disturbance);
    report(info, { sides, disturbance, transfer, durationMs: nowMs() - startedAt });
    check(sides, { transfer, transferBytes, targetMs, mostSilenceMs });
    await scenario.atTheEnd?.(callers, info);
  } finally {
    await keepTimelines(info, callers);
    await net.close();
  }
}

async function settle(net: Net, [a, b]: [Caller, Caller], join: Partial<JoinOptions> = {}): Promise<void> {
  await net.enter(a, join);
  await net.enter(b, join);
  await flowAgain(a, b);
  await a.do('keepIdentities', 'b');
  await b.do('keepIdentities', 'a');
  await a.do('startMessages', 100);
  await b.do('startMessages', 100);
}

/** Waits until picture and sound arrive at both sides. */
async function flowAgain(a: Caller, b: Caller): Promise<void> {
  const isFlowing = async () => (await a.do('isFlowing', 'b', 300)) && (await b.do('isFlowing', 'a', 300));
  await expect
    .poll(isFlowing, { message: 'picture and sound at both sides', timeout: 40_000, intervals: [100] })
    .toBe(true);
}

/** Waits until the file is there, or time is over. */
async function endOfTransfer(receiver: Caller, deadlineMs: number): Promise<TransferReport> {
  for (;;) {
    const transfer = await receiver.do('transfer');
    const isOver = transfer !== undefined && /^(done|failed|cancelled|refused)/.test(transfer.state);
    if (isOver || nowMs() > deadlineMs) {
      return transfer ?? { state: 'never came', bytes: 0, progressAt: [], isVerified: false };
    }
    await receiver.page.waitForTimeout(LOOK_MS);
  }
}

async function stopAndLook(a: Caller, b: Caller, disturbance: Disturbance): Promise<[SideFigures, SideFigures]> {
  await a.do('stopMessages');
  await b.do('stopMessages');
  const look = async (): Promise<[SideFigures, SideFigures]> => [
    await sideFigures(a, b, disturbance),
    await sideFigures(b, a, disturbance),
  ];
  await expect
    .poll(async () => areAllThere(await look()), { timeout: 5_000 })
    .toBe(true)
    .catch(() => {});
  return look();
}

function areAllThere([atA, atB]: [SideFigures, SideFigures]): boolean {
  return areMessagesWhole(atA.messages, atB.messages) && areMessagesWhole(atB.messages, atA.messages);
}

interface Outcome {
  readonly sides: [SideFigures, SideFigures];
  readonly disturbance: Disturbance;
  readonly transfer: TransferReport;
  readonly durationMs: number;
}

function report(info: TestInfo, { sides, disturbance, transfer, durationMs }: Outcome): void {
  const [atA, atB] = sides;
  const both = (pick: (side: SideFigures) => number | undefined) => `${pick(atA) ?? '–'} / ${pick(atB) ?? '–'}`;
  const row = {
    'away ms': Math.round(disturbance.backAt - disturbance.lostAt),
    'back to picture ms (a / b)': both(({ media }) => media.toVideoMs),
    'back to sound ms': both(({ media }) => media.toAudioMs),
    'longest gap picture ms': both(({ media }) => media.longestVideoGapMs),
    'longest gap sound ms': both(({ media }) => media.longestAudioGapMs),
    fps: both(({ media }) => media.fps),
    messages: both(({ messages }) => messages.received),
    file: transferInWords(transfer, durationMs),
    load: loadavg()[0]?.toFixed(1) ?? '',
  };
  info.annotations.push({ type: 'figures', description: JSON.stringify(row) });
}

interface Demands {
  readonly transfer: TransferReport;
  readonly transferBytes: number;
  readonly targetMs: number;
  readonly mostSilenceMs: number;
}

function check(
  [atA, atB]: [SideFigures, SideFigures],
  { transfer, transferBytes, targetMs, mostSilenceMs }: Demands,
): void {
  const same = { peer: true, connection: true, tracks: true, channels: true, connectionsMade: 0 };
  for (const [name, side, other] of [['a', atA, atB] as const, ['b', atB, atA] as const]) {
    expect.soft(side.same, `objects at ${name}`).toEqual(same);
    expect.soft(side.messages.received, `messages at ${name}`).toBe(other.messages.sent);
    expect.soft(side.messages, `messages at ${name}`).toMatchObject({ repeated: 0, disordered: 0, failures: [] });
    expect.soft(side.media.toVideoMs, `picture at ${name} after the return of the path`).toBeLessThanOrEqual(targetMs);
    const { longestVideoGapMs, longestAudioGapMs } = side.media;
    const longestGapMs = Math.max(longestVideoGapMs, longestAudioGapMs);
    expect.soft(longestGapMs, `longest gap of picture or sound at ${name}`).toBeLessThanOrEqual(mostSilenceMs);
    expect.soft(side.media.toAudioMs, `sound at ${name} after the return of the path`).toBeLessThanOrEqual(targetMs);
  }
  expect.soft(transfer, 'the file').toMatchObject({ bytes: transferBytes, isVerified: true });
}
