import { toPeerId } from '@remotemedia/signaling';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DescriptionGuard } from './description-guard.ts';
import { roomSecretGuard } from './room-secret-guard.ts';
import { SAMPLE_SDP } from './sample-description.ts';

const ANN = toPeerId('ann');
const BOB = toPeerId('bob');
const EVE = toPeerId('eve');
const SECRET = 'correct horse battery';
const guardOf = (roomSecret: string, room: string) => roomSecretGuard({ roomSecret, room, self: ANN });
const REFUSED = expect.objectContaining({
  code: 'permission-denied',
  detail: expect.stringMatching(/^a description from/),
});

describe('a description that was sealed with the room secret', () => {
  let ann: DescriptionGuard;
  let bob: DescriptionGuard;
  let sealed: string;

  beforeAll(async () => {
    ann = guardOf(SECRET, 'standup');
    bob = roomSecretGuard({ roomSecret: SECRET, room: 'standup', self: BOB });
    sealed = await ann.seal(SAMPLE_SDP);
  });

  it('is accepted from its sender, again and again', async () => {
    await bob.check(sealed, ANN);
    await bob.check(sealed, ANN);
  });

  it('differs by one session attribute only', () => {
    const added = sealed.split('\r\n').filter((line) => !SAMPLE_SDP.includes(line));
    expect(added).toEqual([expect.stringMatching(/^a=x-remotemedia-seal:1 [\w-]{43}$/)]);
    expect(sealed.indexOf(added[0] ?? '')).toBeLessThan(sealed.indexOf('\r\nm='));
  });

  it('is refused with any one character changed, doubled or taken away', async () => {
    const outcomes: string[] = [];
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'Q' : 'A';
      const [before, after] = [sealed.slice(0, at), sealed.slice(at + 1)];
      for (const changed of [before + other + after, before + after, `${before}${sealed[at]}${sealed[at]}${after}`]) {
        if (changed === sealed) continue;
        const outcome = await bob.check(changed, ANN).then(
          () => `accepted ${JSON.stringify(changed)}`,
          ({ code }) => code,
        );
        outcomes.push(outcome);
      }
    }
    expect(outcomes.length).toBeGreaterThan(1_000);
    expect(new Set(outcomes)).toEqual(new Set(['permission-denied']));
  });

  it('is refused as the description of another peer', async () => {
    await expect(bob.check(sealed, EVE)).rejects.toEqual(REFUSED);
    // A server that sends us our own description back says that it is somebody else's.
    await expect(ann.check(sealed, BOB)).rejects.toEqual(REFUSED);
  });

  it('is refused without its seal, with an empty one, with two, and with the seal elsewhere', async () => {
    const seal = sealed.match(/a=x-remotemedia-seal:1 [\w-]{43}\r\n/)?.[0] ?? '';
    for (const changed of [
      SAMPLE_SDP,
      sealed.replace(seal, 'a=x-remotemedia-seal:1 \r\n'),
      sealed.replace(seal, 'a=x-remotemedia-seal:\r\n'),
      sealed.replace(seal, seal + seal),
      sealed.replace(seal, seal.slice(0, -2)),
      seal + SAMPLE_SDP,
      SAMPLE_SDP + seal,
      SAMPLE_SDP.replace('\r\no=', `\r${seal}\no=`),
      seal,
      '',
    ]) {
      await expect(bob.check(changed, ANN)).rejects.toEqual(REFUSED);
    }
  });

  it('is refused by who has another secret, and in another room', async () => {
    await expect(guardOf('correct horse battery!', 'standup').check(sealed, ANN)).rejects.toEqual(REFUSED);
    await expect(guardOf(SECRET, 'standup2').check(sealed, ANN)).rejects.toEqual(REFUSED);
  });

  it('is accepted however the letters of the secret were encoded', async () => {
    const composed = await guardOf('caf\u00e9 au lait', 'r').seal(SAMPLE_SDP);
    await guardOf('cafe\u0301 au lait', 'r').check(composed, ANN);
  });
});

it('does not seal a description that names no certificate', async () => {
  const bare = SAMPLE_SDP.replace(/a=fingerprint.*\r\n/, '');
  await expect(guardOf(SECRET, 'r').seal(bare)).rejects.toMatchObject({ code: 'invalid-argument' });
});

it.each(['', 'short', 'x'.repeat(1_025), undefined])('refuses %j for a secret, and does not repeat it', (secret) => {
  const make = () => guardOf(secret as string, 'r');
  expect(make).toThrow(/roomSecret must be a text of 8 to 1024 characters, got one of \d+$/);
});
