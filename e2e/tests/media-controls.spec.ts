import { expect } from '@playwright/test';
import { expectHeard, expectMeeting, expectSeen, expectSilent } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';
import { keepConnection, keptConnectionState } from '../support/kept-connection.ts';
import { whoIsSeen } from '../support/picture.ts';

test('mute is heard and shown, and so is its end', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);

  await ada.toggleMute();
  await expectSilent(grace, 'Ada');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-audio', 'off');
  await expect(ada.tileOf('Ada')).toHaveAttribute('data-audio', 'off');
  // Only the sound of one goes: her picture and the other's sound stay.
  await expectSeen(grace, 'Ada');
  await expectHeard(ada, 'Grace');

  await ada.toggleMute();
  await expectHeard(grace, 'Ada');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-audio', 'on');
});

test('the camera goes off and on again, and the sound goes on', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);

  await ada.toggleCamera();
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-video', 'off');
  await expect.poll(() => whoIsSeen(grace.videoOf('Ada'))).not.toBe('Ada');
  await expectHeard(grace, 'Ada');

  await ada.toggleCamera();
  await expectSeen(grace, 'Ada');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-video', 'on');
  await expectHeard(grace, 'Ada');
});

test('a camera that is first switched on in mid-call is seen by all', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  const alan = await participant('Alan', { join: false });
  const preview = alan.page.getByTestId('lobby-preview');
  await expect.poll(() => whoIsSeen(preview)).toBe('Alan');
  await alan.page.getByRole('button', { name: /camera/i }).click();
  await alan.join();
  await Promise.all([ada, grace].map((viewer) => expectHeard(viewer, 'Alan')));
  await expect(grace.tileOf('Alan')).toHaveAttribute('data-video', 'off');

  await keepConnection(grace, 'Alan');
  await alan.toggleCamera();
  await expectMeeting(ada, grace, alan);
  expect(await keptConnectionState(grace)).toBe('connected');
});

test('who speaks is marked on the screens of the others, and not while muted', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-speaking', 'true', { timeout: 20_000 });

  await ada.toggleMute();
  await expectSilent(grace, 'Ada');
  await expect(grace.tileOf('Ada')).toHaveAttribute('data-speaking', 'false');
});
