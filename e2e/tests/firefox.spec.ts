import { expect } from '@playwright/test';
import { hasFirefox } from '../support/browsers.ts';
import { expectHeard, expectPresent, expectSeen, expectSilent } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import { keepConnection, keptConnectionState } from '../support/kept-connection.ts';
import { expectOwnPicture, expectWandered, ownHue } from '../support/wandering-picture.ts';

test.skip(!hasFirefox, 'there is no Firefox on this machine; FIREFOX_PATH can name one');

test('two people in Firefox see, hear and read each other', async ({ participant }) => {
  const ada = await participant('Ada', { engine: 'firefox' });
  // Every fake camera of Firefox starts with the same colour, so the second is started when the first has gone on.
  await expectWandered(ada, await ownHue(ada), 70);
  const grace = await participant('Grace', { engine: 'firefox' });

  await Promise.all([ada, grace].map((viewer) => expectPresent(viewer, ['Ada', 'Grace'])));
  await Promise.all([expectOwnPicture(ada, grace), expectOwnPicture(grace, ada)]);
  await Promise.all([expectHeard(ada, 'Grace'), expectHeard(grace, 'Ada')]);

  await ada.openChat();
  await grace.say('hello', 'from Firefox');
  await expect.poll(() => ada.chat()).toEqual(['hello', 'from Firefox']);
});

for (const first of ['chromium', 'firefox'] as const) {
  test(`Chromium and Firefox in one call, ${first} first`, async ({ participant }) => {
    const second = first === 'chromium' ? 'firefox' : 'chromium';
    const early = await participant('Ada', { engine: first });
    const late = await participant('Grace', { engine: second });
    const [inChromium, inFirefox] = first === 'chromium' ? [early, late] : [late, early];

    await expectSeen(inFirefox, inChromium.name);
    await expectOwnPicture(inChromium, inFirefox);
    await Promise.all([expectHeard(inFirefox, inChromium.name), expectHeard(inChromium, inFirefox.name)]);

    await Promise.all([inChromium.openChat(), inFirefox.openChat()]);
    await inChromium.say('to Firefox');
    await expect.poll(() => inFirefox.chat()).toEqual(['to Firefox']);
    await inFirefox.say('to Chromium');
    await expect.poll(() => inChromium.chat()).toEqual(['to Firefox', 'to Chromium']);

    await inFirefox.toggleMute();
    await expectSilent(inChromium, inFirefox.name);
    await inFirefox.toggleMute();
    await expectHeard(inChromium, inFirefox.name);

    // Off and on again makes each side offer in mid-call, over the connection that there is.
    await keepConnection(inChromium);
    for (const person of [inFirefox, inChromium]) {
      await person.toggleCamera();
      await expect(person.tileOf(person.name)).toHaveAttribute('data-video', 'off');
      await person.toggleCamera();
    }
    await expectSeen(inFirefox, inChromium.name);
    await expectOwnPicture(inChromium, inFirefox);
    await Promise.all([expectHeard(inFirefox, inChromium.name), expectHeard(inChromium, inFirefox.name)]);
    expect(await keptConnectionState(inChromium)).toBe('connected');

    await inFirefox.leave();
    await expectPresent(inChromium, [inChromium.name]);
  });
}
