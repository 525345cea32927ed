import { SdkError } from '@remotemedia/base';
import { expect, it, vi } from 'vitest';
import { CAPABILITIES, type Cast, candidate, id, WAIT } from './cast-contract.ts';

/** The rules that a `SignalingChannel` keeps when it is out of touch. */
export function describeRecovery(cast: Cast): void {
  const { member, join, joined } = cast;

  it('takes up an interrupted stay: nothing is lost, nothing comes twice, nobody sees it', async () => {
    const ada = await joined('ada');
    const bob = await joined('bob');
    await ada.channel.send(id('bob'), candidate('before'));
    await vi.waitFor(() => expect(bob.heard).toEqual(['candidate ada before']), WAIT);
    await cast.environment.interrupt();
    const during = Array.from({ length: 20 }, (_, index) => ada.channel.send(id('bob'), candidate(`during ${index}`)));
    await Promise.all(during);
    await vi.waitFor(() => expect(bob.states.at(-1)).toBe('joined'), WAIT);
    await vi.waitFor(() => expect(ada.states.at(-1)).toBe('joined'), WAIT);
    await ada.channel.send(id('bob'), candidate('after'));
    const expected = ['before', ...during.map((_, index) => `during ${index}`), 'after'];
    await vi.waitFor(() => expect(bob.heard).toEqual(expected.map((text) => `candidate ada ${text}`)), WAIT);
    expect(bob.states).toContain('recovering');
    expect(ada.heard).toEqual(['joined bob "BOB"']);
  });

  it('enters anew as who it was when the server forgot it; what was said meanwhile arrives once and in order', async () => {
    const ada = await joined('ada');
    const bob = await joined('bob');
    await ada.channel.update({ presence: 'busy', metadata: { mood: 'ü' } });
    await cast.environment.restart();
    const during = Array.from({ length: 20 }, (_, index) => ada.channel.send(id('bob'), candidate(`during ${index}`)));
    await Promise.all(during);
    await vi.waitFor(() => expect([ada.rejoined.length, bob.rejoined.length]).toEqual([1, 1]), WAIT);
    await ada.channel.send(id('bob'), candidate('after'));
    const expected = [...during.map((_, index) => `during ${index}`), 'after'];
    const signals = () => bob.heard.filter((text) => text.startsWith('candidate'));
    await vi.waitFor(() => expect(signals()).toEqual(expected.map((text) => `candidate ada ${text}`)), WAIT);
    const ids = [...ada.rejoined, ...bob.rejoined].flatMap(({ peers }) => peers.map((peer) => peer.id));
    expect([[], ['ada'], ['bob']]).toContainEqual(ids);
    const infos = await bob.channel.listPeers();
    const again = { displayName: 'ADA', presence: 'busy', metadata: { mood: 'ü' }, capabilities: CAPABILITIES };
    expect(infos.find((info) => info.id === 'ada')).toMatchObject(again);
    expect([ada, bob].flatMap(({ heard }) => heard).filter((text) => text.startsWith('left'))).toEqual([]);
    expect(bob.states).toEqual(['joining', 'joined', expect.stringMatching('recovering'), ...bob.states.slice(3)]);
  });

  it('tells what is for someone who does not come back that nobody is there', async () => {
    const ada = await joined('ada');
    const bob = await joined('bob');
    const allowed = cast.environment.refuse(new SdkError('unavailable', 'not now'));
    await cast.environment.restart();
    await vi.waitFor(() => expect(bob.channel.state).toMatchObject({ stage: 'rejoining' }), WAIT);
    await bob.channel.close();
    const sending = expect(ada.channel.send(id('bob'), candidate('x'))).rejects.toMatchObject({ code: 'not-found' });
    allowed();
    ada.channel.retryNow();
    await sending;
    expect(ada.rejoined).toMatchObject([{ peers: [] }]);
  }, 15_000);

  it('leaves a server alone that refuses it, shows when it tries again, and does so when asked to', async () => {
    const policy = { maxRetries: 2, initialMs: 1, maxMs: 60_000, multiplier: 1 };
    const ada = member(policy);
    await join(ada, 'ada');
    const error = new SdkError('unavailable', 'too busy');
    const allowed = cast.environment.refuse(error);
    await cast.environment.restart();
    const open = { kind: 'open', untilMs: expect.any(Number), error: { code: 'unavailable' } };
    const waiting = {
      kind: 'recovering',
      stage: 'rejoining',
      attempt: 3,
      error: { code: 'unavailable' },
      breaker: open,
    };
    await vi.waitFor(() => expect(ada.channel.state).toMatchObject(waiting), WAIT);
    const { state } = ada.channel;
    if (state.kind === 'recovering' && state.breaker.kind === 'open')
      expect(state.nextRetryAtMs).toBeCloseTo(state.breaker.untilMs ?? 0, -2);
    allowed();
    expect(ada.rejoined).toEqual([]);
    ada.channel.retryNow();
    await vi.waitFor(() => expect(ada.channel.state).toEqual({ kind: 'joined' }), WAIT);
    expect(ada.rejoined).toHaveLength(1);
  });

  it.each([
    ['permission-denied', 'you were removed'],
    ['already-exists', 'somebody else has this id'],
    ['resource-exhausted', 'the room is full'],
    ['unauthenticated', 'who are you?'],
  ] as const)('ends when the server refuses it for good: %s', async (code, detail) => {
    const ada = await joined('ada');
    cast.environment.refuse(new SdkError(code, detail));
    await cast.environment.restart();
    await vi.waitFor(() => expect(ada.channel.state).toMatchObject({ kind: 'closed', error: { code } }), WAIT);
    await expect(ada.channel.listPeers()).rejects.toMatchObject({ code: 'failed-precondition' });
  });

  it('comes back when the way does that swallowed all it said', async () => {
    const [ada, bob] = [await joined('ada'), await joined('bob')];
    const through = cast.environment.blackHole();
    for (const { channel } of [ada, bob]) channel.suspect();
    const sent = ada.channel.send(id('bob'), candidate('x'));
    await vi.waitFor(
      () => expect([ada, bob].map(({ states }) => states.at(-1))).toEqual(['recovering', 'recovering']),
      WAIT,
    );
    through();
    await sent;
    await vi.waitFor(() => expect(bob.heard).toEqual(['candidate ada x']), WAIT);
    await vi.waitFor(() => expect([ada, bob].map(({ states }) => states.at(-1))).toEqual(['joined', 'joined']), WAIT);
  }, 15_000);

  it('looks for its server no more once it is closed', async () => {
    const ada = await joined('ada');
    cast.environment.blackHole();
    ada.channel.suspect();
    await vi.waitFor(() => expect(ada.states.at(-1)).toBe('recovering'), WAIT);
    await ada.channel.close();
    const count = ada.states.length;
    ada.channel.retryNow();
    expect(ada.channel.state).toEqual({ kind: 'closed' });
    expect(ada.states).toHaveLength(count);
  });
}
