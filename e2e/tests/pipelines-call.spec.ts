import { type Browser, expect } from '@playwright/test';
import { hasFirefox, launchFirefox } from '../support/browsers.ts';
import { personNamed } from '../support/cast.ts';
import { test as base } from '../support/fixtures.ts';
import { HeapWatch } from '../support/heap.ts';
import { type Holdings, holdingsOf, keepLedger } from '../support/ledger.ts';
import { buildPipePage, type PipePage, Piper } from '../support/pipe-page.ts';
import { type Site, startSite } from '../support/site.ts';

/** Brings somebody into the room of the test. */
type Enter = (id: string, options?: { readonly browser?: Browser; readonly initScript?: () => void }) => Promise<Piper>;

const test = base.extend<{ enter: Enter }, { pipePage: PipePage; pipeSite: Site }>({
  pipePage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const page = await buildPipePage();
      await use(page);
      await page.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  pipeSite: [
    async ({ pipePage }, use) => {
      const site = await startSite({ demoDir: pipePage.dir });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  enter: async ({ pool, pipeSite, room }, use) => {
    const people: Piper[] = [];
    await use(async (id, { browser, initScript } = {}) => {
      const own = browser ?? (await pool.browserOf(personNamed('Ada'), 'chromium'));
      const piper = await Piper.enter(own, pipeSite.url, { id, room, ...(initScript && { initScript }) });
      people.push(piper);
      return piper;
    });
    for (const person of people) await person.close();
    expect(people.flatMap(({ faults }) => faults)).toEqual([]);
  },
});

const GREY = { nodes: [{ id: 'grey', node_type: 'Grayscale' }] };
const MIRROR = { nodes: [{ id: 'mirror', node_type: 'VideoFlip' }] };
const louder = (gain: number) => ({ nodes: [{ id: 'louder', node_type: 'Gain', params: { gain } }] });
const METERED = {
  nodes: [
    { id: 'half', node_type: 'Gain', params: { gain: 0.5 } },
    { id: 'level', node_type: 'AudioLevel' },
    { id: 'out', node_type: 'Output' },
  ],
  connections: [
    { from: 'half', to: 'level' },
    { from: 'half', to: 'out' },
  ],
};
const MIX = { nodes: [{ id: 'mixer', node_type: 'AudioMixer', params: { mode: 'mix-minus' } }] };
const SWAPS = 100;
/** Time for two pictures between one and the next. */
const EVERY_MS = 66;
/** The longest gap that nobody notices. */
const MOST_GAP_MS = 100;
const TONE_HZ = 440;

test('others see and hear what comes out of our pipelines, without a new negotiation', async ({ enter }) => {
  const ada = await enter('ada');
  const bob = await enter('bob');
  await ada.do('publish', { toneHz: TONE_HZ, picture: true });
  await expect.poll(async () => (await bob.do('seen', 'ada')).colour).toBeGreaterThan(100);
  await expectLoudness(bob, 'ada', 'full');
  const before = await descriptionsOf(ada, bob);

  await ada.do('attach', 'video', GREY);
  await expect.poll(async () => (await bob.do('seen', 'ada')).colour).toBeLessThan(20);
  await ada.do('attach', 'audio', louder(0.25));
  await expectLoudness(bob, 'ada', 'quarter');

  await ada.do('detach', 'video');
  await ada.do('detach', 'audio');
  await expect.poll(async () => (await bob.do('seen', 'ada')).colour).toBeGreaterThan(100);
  await expectLoudness(bob, 'ada', 'full');
  expect(await descriptionsOf(ada, bob)).toBe(before);
});

test('what is published through a pipeline is never seen without it', async ({ enter }) => {
  const ada = await enter('ada');
  const bob = await enter('bob');
  await ada.do('publish', { toneHz: TONE_HZ, picture: true, pipeline: { audio: METERED, video: GREY } });
  await expect.poll(async () => (await bob.do('seen', 'ada')).colour).toBeLessThan(20);
  await expectLoudness(bob, 'ada', 'half');
  await expect.poll(async () => Object.keys(await ada.do('events'))).toContain('level');
});

for (const [kind, manifests] of [
  ['audio', [louder(0.9), METERED, louder(0.8)]],
  ['video', [GREY, MIRROR]],
] as const) {
  test(`${SWAPS} other pipelines in a running call leave no gap in the ${kind} and nothing behind`, async ({
    enter,
  }, info) => {
    test.setTimeout(240_000);
    const ada = await enter('ada', { initScript: keepLedger });
    const bob = await enter('bob');
    await ada.do('publish', { toneHz: TONE_HZ, picture: true });
    await ada.do('attach', kind, manifests[0]);
    await expectFlowing(bob, 'ada');
    await ada.do('swap', kind, manifests, { times: 10, everyMs: EVERY_MS });
    const memory = await HeapWatch.open(ada.page);
    const held = await settledHoldings(ada);
    const heapBefore = await memory.look();
    const before = await descriptionsOf(ada, bob);

    await bob.do('begin', 'ada');
    await ada.do('swap', kind, manifests, { times: SWAPS, everyMs: EVERY_MS });
    const { gapMs, amount } = await gapOf(bob, 'ada', kind);
    // The same time without any change: a busy machine leaves gaps by itself.
    await bob.do('begin', 'ada');
    await expect.poll(async () => (await gapOf(bob, 'ada', kind)).amount).toBeGreaterThan(amount);
    const still = await gapOf(bob, 'ada', kind);
    const words = `${gapMs.toFixed(1)} ms; ${still.gapMs.toFixed(1)} ms without changes`;
    info.annotations.push({ type: 'longest gap', description: words });
    expect(amount).toBeGreaterThan(kind === 'audio' ? 2 : 20);
    expect(gapMs - still.gapMs, words).toBeLessThan(MOST_GAP_MS);

    expect(await descriptionsOf(ada, bob)).toBe(before);
    const { timeouts: _, requests: __, ...rest } = held;
    await expect.poll(() => holdingsOf(ada.page)).toMatchObject(rest);
    const heapAfter = await memory.look();
    expect(heapAfter.objects['AudioContext']).toBe(heapBefore.objects['AudioContext']);
    // The objects that stand for transceivers are made when they are looked at; the connection has two.
    expect(heapAfter.objects['RTCRtpTransceiver'] ?? 0).toBeLessThanOrEqual(2);
    expect(heapAfter.objects['MediaStreamTrack'] ?? 0).toBeLessThan((heapBefore.objects['MediaStreamTrack'] ?? 0) + 10);
  });
}

test('what a peer sends goes through a pipeline before it is played', async ({ enter }) => {
  const ada = await enter('ada');
  const bob = await enter('bob');
  await ada.do('publish', { toneHz: TONE_HZ, picture: true });
  await expectFlowing(bob, 'ada');
  await bob.do('attachRemote', 'ada', 'video', GREY);
  await expect.poll(async () => (await bob.do('seen', 'ada')).colour).toBeLessThan(20);
  await bob.do('attachRemote', 'ada', 'audio', louder(0.25));
  await expectLoudness(bob, 'ada', 'quarter');
});

test('of five people each gets the sound of the four others', async ({ enter }) => {
  test.setTimeout(180_000);
  const tones = { ada: 500, bob: 800, cem: 1_200, dan: 1_700 };
  const names = Object.keys(tones);
  const hub = await enter('hub');
  const people: Piper[] = [];
  for (const [id, toneHz] of Object.entries(tones)) {
    const person = await enter(id);
    await person.do('publish', { toneHz, picture: false });
    people.push(person);
  }
  for (const name of names) await expectFlowing(hub, name, 'audio');
  await hub.do('mixForAll', MIX, 2_300);
  const all = [...Object.values(tones), 2_300];
  for (const person of people) {
    const others = Object.keys(tones).map((name) => (name === person.id ? 'quiet' : 'heard'));
    await expect
      .poll(
        async () => (await person.do('spectrum', 'hub', all)).map((level) => (level > 0.003 ? 'heard' : 'quiet')),
        person.id,
      )
      .toEqual([...others, 'heard']);
  }
});

test('Firefox sees and hears pipelines, and sends through its own', async ({ enter }) => {
  test.skip(!hasFirefox, 'there is no Firefox here');
  test.setTimeout(180_000);
  const firefox = await launchFirefox(440);
  try {
    const ada = await enter('ada');
    const fox = await enter('fox', { browser: firefox });
    await fox.do('publish', { toneHz: TONE_HZ, picture: true, pipeline: { audio: louder(0.25), video: GREY } });
    await expect.poll(async () => (await ada.do('seen', 'fox')).colour).toBeLessThan(20);
    await expectLoudness(ada, 'fox', 'quarter');
    await ada.do('publish', { toneHz: TONE_HZ, picture: true });
    await expect.poll(async () => (await fox.do('seen', 'ada')).colour).toBeGreaterThan(100);
    await fox.do('attachRemote', 'ada', 'video', GREY);
    await expect.poll(async () => (await fox.do('seen', 'ada')).colour).toBeLessThan(20);
  } finally {
    await firefox.close();
  }
});

/** How loud the tone of the page is, by what is done to it. */
const LOUDNESS = { full: [0.13, 0.25], half: [0.06, 0.12], quarter: [0.03, 0.06] } as const;

/** Waits until the tone of a peer comes as loud as it should be. */
async function expectLoudness(listener: Piper, peerId: string, loudness: keyof typeof LOUDNESS): Promise<void> {
  const [least, most] = LOUDNESS[loudness];
  await expect
    .poll(async () => {
      const rms = await loudnessOf(listener, peerId);
      return rms >= least && rms <= most ? loudness : rms;
    })
    .toBe(loudness);
}

/** Loudness since the last time this was asked; 0 while too little was heard. */
async function loudnessOf(listener: Piper, peerId: string): Promise<number> {
  const heard = await listener.do('heard', peerId).catch(() => undefined);
  await listener.do('begin', peerId);
  return heard === undefined || heard.seconds < 0.05 ? 0 : heard.rms;
}

/** Waits until sound, and the picture if there is one, come from a peer. */
async function expectFlowing(viewer: Piper, peerId: string, only?: 'audio'): Promise<void> {
  await expect.poll(() => loudnessOf(viewer, peerId)).toBeGreaterThan(0.01);
  if (!only) await expect.poll(async () => (await viewer.do('seen', peerId)).pictures).toBeGreaterThan(2);
}

/** The longest gap in what came from a peer, and the seconds of sound, or the pictures, that it is the longest of. */
async function gapOf(
  viewer: Piper,
  peerId: string,
  kind: 'audio' | 'video',
): Promise<{ readonly gapMs: number; readonly amount: number }> {
  if (kind === 'audio') {
    const { longestSilenceMs, seconds } = await viewer.do('heard', peerId);
    return { gapMs: longestSilenceMs, amount: seconds };
  }
  const { longestGapMs, pictures } = await viewer.do('seen', peerId);
  return { gapMs: longestGapMs, amount: pictures };
}

async function descriptionsOf(...people: readonly Piper[]): Promise<number> {
  const counts = await Promise.all(people.map((person) => person.do('descriptions')));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What the page holds once it does so twice in a row. */
async function settledHoldings({ page }: Piper): Promise<Holdings> {
  let before = await holdingsOf(page);
  await expect
    .poll(async () => {
      const now = await holdingsOf(page);
      const isSame = JSON.stringify(now) === JSON.stringify(before);
      before = now;
      return isSame;
    })
    .toBe(true);
  return before;
}
