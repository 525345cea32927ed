import { expect } from '@playwright/test';
import { expectMeeting, expectPresent } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import { type Holdings, holdingsOf, keepLedger } from '../support/ledger.ts';
import type { Participant } from '../support/participant.ts';
import { startSite } from '../support/site.ts';

/** A page that is in no call and has its devices off. Listeners are compared with those of the lobby before. */
const NOTHING: Omit<Holdings, 'listeners'> = {
  peerConnections: 0,
  webSockets: 0,
  requests: 0,
  audioContexts: 0,
  captureTracks: 0,
  intervals: 0,
  timeouts: 0,
  animationFrames: 0,
  locks: 0,
  workers: 0,
  broadcastChannels: 0,
  objectUrls: 0,
};

for (const signaling of ['auto', 'grpc-web']) {
  test(`after the last leave nothing is left, in page and server (signaling: ${signaling})`, async ({
    participant,
  }) => {
    test.setTimeout(120_000);
    const site = await startSite();
    try {
      const grace = await participant('Grace', { site });
      const ada = await participant('Ada', { site, join: false, initScript: keepLedger, query: { signaling } });
      // Playwright's first look at an element puts listeners of its own on the window; let them be in the count.
      await ada.page.getByTestId('lobby').evaluate((lobby) => lobby.isConnected);
      const { listeners } = await holdingsOf(ada.page);

      for (let visits = 0; visits < 3; visits += 1) {
        await visit(ada, grace);
        await expect.poll(() => holdingsOf(ada.page)).toEqual({ ...NOTHING, listeners });
        expect(await ada.page.evaluate(() => 'remotemedia' in window)).toBe(false);
      }
      await grace.leave();
      const empty = {
        peers: 0,
        rooms: 0,
        waitingPeers: 0,
        sessionTokens: 0,
        pendingOffers: 0,
        streams: 0,
        webSockets: 0,
      };
      await expect.poll(() => site.stats()).toMatchObject(empty);
    } finally {
      await site.close();
    }
    expect(site.stats()).toMatchObject({ sockets: 0, timers: 0 });
  });
}

/** Joins, meets somebody with picture, sound and chat, and leaves. */
async function visit(person: Participant, other: Participant): Promise<void> {
  await person.join();
  const tile = person.tileOf(person.name);
  // After a leave the devices are off; being switched on they are published into the running call.
  if ((await tile.getAttribute('data-video')) === 'off') await person.toggleCamera();
  if ((await tile.getAttribute('data-audio')) === 'off') await person.toggleMute();
  await expectMeeting(person, other);
  await expectCounted(person);
  await person.say('hello');
  await expect.poll(() => person.chat()).toEqual(['hello']);
  await person.leave();
  await expectPresent(other, [other.name]);
}

/** The ledger is only worth something if it sees what a call needs. */
async function expectCounted({ page }: Participant): Promise<void> {
  const { peerConnections, captureTracks, audioContexts, intervals } = await holdingsOf(page);
  expect({ peerConnections, captureTracks }).toEqual({ peerConnections: 1, captureTracks: 2 });
  expect(audioContexts, 'audio contexts, for who speaks').toBeGreaterThan(0);
  expect(intervals, 'intervals, for who speaks').toBeGreaterThan(0);
  // A request that tells what arrived may be under way beside the stream.
  const streams = async () => {
    const { webSockets, requests } = await holdingsOf(page);
    return webSockets + requests;
  };
  await expect.poll(streams, 'streams of signaling').toBe(1);
}
