import { ManualClock, RECONNECTION_PRESETS, type ReconnectionPolicy, SdkError } from '@remotemedia/base';
import { toPeerId } from '@remotemedia/signaling';
import { describe, expect, it } from 'vitest';
import { Recovery } from './recovery.ts';

interface Setup {
  readonly polite?: boolean;
  readonly policy?: ReconnectionPolicy;
  readonly isUp?: boolean;
}

/** A recovery of a connection that is up, with what it did in order. */
function setUp({ polite = false, policy = RECONNECTION_PRESETS.default, isUp = true }: Setup = {}) {
  const clock = new ManualClock();
  const did: string[] = [];
  const port = { isAnswered: true, isBelieved: false, redialFails: false };
  const recovery = new Recovery(
    {
      isAnswered: () => port.isAnswered,
      isBelieved: () => port.isBelieved,
      restart: ({ isStale }) => did.push(isStale ? 'restart anew' : 'restart'),
      redial: () => {
        did.push('redial');
        if (port.redialFails) throw new SdkError('resource-exhausted', 'too many connections');
      },
      probe: () => did.push('probe'),
    },
    { peerId: toPeerId('bob'), policy, timeoutMs: 30_000, polite, isReachable: true, clock },
  );
  const events: string[] = [];
  recovery.on('reconnected', ({ kind, durationMs }) => events.push(`${kind} ${durationMs}`));
  const stages: string[] = [];
  recovery.on('change', (status) => stages.push(status.kind === 'recovering' ? status.stage : status.kind));
  if (isUp) recovery.up();
  stages.length = 0;
  const where = () => (recovery.status.kind === 'recovering' ? recovery.status.stage : recovery.status.kind);
  return { clock, did, port, recovery, events, stages, where };
}

describe('Recovery', () => {
  it('waits for a path that comes back by itself', async () => {
    const { clock, did, recovery, events, stages } = setUp();
    await clock.advance(10_000);
    recovery.down();
    await clock.advance(2_499);
    recovery.up();
    await clock.advance(60_000);
    expect(did).toEqual([]);
    expect(events).toEqual(['blip 2499']);
    expect(stages).toEqual(['disconnected', 'connected']);
    expect(clock.pending).toBe(0);
  });

  it('looks for a new path after the grace, and later if it is to give way', async () => {
    const impolite = setUp();
    impolite.recovery.down();
    await impolite.clock.advance(2_500);
    expect(impolite.did).toEqual(['restart']);
    const polite = setUp({ polite: true });
    polite.recovery.down();
    await polite.clock.advance(5_499);
    expect(polite.did).toEqual([]);
    await polite.clock.advance(1);
    expect(polite.did).toEqual(['restart']);
  });

  it('looks for a new path at once when the browser has given up', async () => {
    const { clock, did, recovery } = setUp();
    recovery.failed();
    await clock.advance(0);
    expect(did).toEqual(['restart']);
  });

  it('leaves it to the other side when that one is quicker', async () => {
    const { clock, did, recovery, events } = setUp({ polite: true });
    recovery.down();
    await clock.advance(2_600);
    recovery.answering({ full: false });
    await clock.advance(20_000);
    recovery.up();
    expect(did).toEqual([]);
    expect(events).toEqual(['restart 22600']);
  });

  it('takes no notice of a restart of the other side while all is well', () => {
    const { recovery, stages } = setUp();
    recovery.answering({ full: false });
    expect(stages).toEqual([]);
  });

  it('goes on trying almost without a pause while each try takes its time, and gives up in the end', async () => {
    const { clock, did, recovery, where } = setUp();
    recovery.down();
    await clock.advance(2_500);
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(15_000);
      recovery.failed();
      await clock.advance(5_000);
    }
    expect(did).toEqual(['restart', 'restart', 'restart', 'restart', 'restart']);
    await clock.advance(15_000);
    recovery.failed();
    expect(where()).toBe('given-up');
    expect(recovery.summary).toMatchObject({
      attempt: 5,
      breaker: { kind: 'open' },
      lastError: { code: 'unavailable' },
    });
  });

  it('lets one try through when the breaker has been open long enough, and another after the next wait', async () => {
    const { clock, did, recovery, where } = await givenUp();
    await clock.advance(29_999);
    expect(did).toEqual([]);
    await clock.advance(1);
    expect(did).toEqual(['restart']);
    expect(recovery.summary.breaker.kind).toBe('half-open');
    recovery.failed();
    expect(where()).toBe('given-up');
    await clock.advance(30_000);
    expect(did).toEqual(['restart', 'restart']);
    recovery.up();
    expect(recovery.summary).toMatchObject({ attempt: 0, breaker: { kind: 'closed' } });
  });

  it('tries at once on request after it has given up', async () => {
    const { clock, did, recovery } = await givenUp();
    recovery.nudge();
    await clock.advance(0);
    expect(did).toEqual(['restart']);
    expect(recovery.summary).toMatchObject({ attempt: 1, breaker: { kind: 'closed' } });
  });

  it('neither makes nor counts a try while the server is out of reach, and makes one when it is back', async () => {
    const { clock, did, recovery, where } = setUp();
    recovery.setReachable(false);
    recovery.down();
    await clock.advance(120_000);
    expect(did).toEqual([]);
    expect(where()).toBe('waiting');
    expect(recovery.summary.attempt).toBe(0);
    recovery.setReachable(true);
    await clock.advance(0);
    expect(did).toEqual(['restart']);
  });

  it('says again what was not answered when the server is back', async () => {
    const { clock, did, port, recovery } = setUp();
    recovery.down();
    port.isAnswered = false;
    await clock.advance(2_500);
    recovery.setReachable(false);
    recovery.setReachable(true);
    expect(did).toEqual(['restart', 'restart']);
    port.isAnswered = true;
    recovery.nudge();
    expect(did).toEqual(['restart', 'restart']);
  });

  it('does not count a try that ends while the server is out of reach', async () => {
    const { clock, recovery, where } = setUp();
    recovery.down();
    await clock.advance(2_500);
    recovery.setReachable(false);
    recovery.failed();
    expect(where()).toBe('waiting');
    expect(recovery.summary.breaker).toEqual({ kind: 'closed', failures: 0 });
  });

  it('lets the impolite side begin when both are back in touch at the same time', async () => {
    const { clock, did, recovery } = setUp({ polite: true });
    recovery.setReachable(false);
    recovery.down();
    await clock.advance(10_000);
    recovery.setReachable(true);
    expect(did).toEqual([]);
    await clock.advance(300);
    expect(did).toEqual(['restart']);
  });

  it('does not take a path for failed while its offer was not answered', async () => {
    const { clock, did, port, recovery, where } = setUp();
    recovery.down();
    port.isAnswered = false;
    await clock.advance(2_500);
    recovery.failed();
    expect(where()).toBe('restarting');
    await clock.advance(30_000);
    expect(recovery.summary.lastError?.code).toBe('deadline-exceeded');
    expect(did).toEqual(['restart', 'restart']);
  });

  it('takes a new connection when nobody answers twice', async () => {
    const { clock, did, port, recovery, events } = setUp();
    port.isAnswered = false;
    recovery.down();
    await clock.advance(62_500);
    expect(did).toEqual(['restart', 'restart', 'redial']);
    recovery.up();
    expect(events).toEqual(['full 62500']);
  });

  it('takes a new connection when the other side has ended its own', async () => {
    const { clock, did, recovery } = setUp();
    recovery.broken();
    await clock.advance(0);
    expect(did).toEqual(['redial']);
  });

  it('makes a first connection that failed again, under the same policy', async () => {
    const { clock, did, recovery, where, events } = setUp({ isUp: false });
    await clock.advance(30_000);
    expect(did).toEqual(['redial']);
    recovery.failed();
    expect(where()).toBe('waiting');
    await clock.advance(3_000);
    expect(did).toEqual(['redial', 'redial']);
    recovery.up();
    expect(events).toEqual(['full 33000']);
  });

  it('counts a connection that cannot even be made as a failed try', async () => {
    const { clock, port, recovery, where } = setUp();
    port.redialFails = true;
    recovery.broken();
    await clock.advance(0);
    expect(where()).toBe('waiting');
    expect(recovery.summary.lastError?.code).toBe('resource-exhausted');
  });

  it('asks whether the peer is there when our own path may have changed, and acts on silence at once', async () => {
    const { clock, did, recovery } = setUp({ polite: true });
    recovery.pathChanged('network');
    expect(did).toEqual(['probe']);
    recovery.lostTrust();
    await clock.advance(0);
    expect(did).toEqual(['probe', 'restart']);
  });

  it('leaves it to the impolite side to act when media stop for no reason that we know', async () => {
    const { clock, did, recovery } = setUp({ polite: true });
    await clock.advance(10_000);
    recovery.lostTrust();
    await clock.advance(2_999);
    expect(did).toEqual([]);
    await clock.advance(1);
    expect(did).toEqual(['restart']);
  });

  it('looks for a new path at once when the browser was offline', () => {
    const { did, recovery } = setUp({ polite: true });
    recovery.pathChanged('online');
    expect(did).toEqual(['restart']);
  });

  it('begins anew when our own path is back in the middle of a try', async () => {
    const { clock, did, recovery } = setUp();
    recovery.down();
    await clock.advance(2_500);
    recovery.pathChanged('network');
    expect(did).toEqual(['restart']);
    recovery.pathChanged('online');
    expect(did).toEqual(['restart', 'restart anew']);
  });

  it('does not give up a path that the browser believes in because a page does not answer', async () => {
    const { clock, did, port, recovery } = setUp();
    port.isAnswered = false;
    port.isBelieved = true;
    recovery.lostTrust();
    await clock.advance(100_000);
    expect(did).toEqual(['restart', 'restart', 'restart', 'restart']);
  });

  it('says that a peer is silent, and does nothing about it while the path stands', async () => {
    const { clock, did, recovery, where, events } = setUp();
    recovery.silent();
    await clock.advance(120_000);
    expect(where()).toBe('disconnected');
    expect(did).toEqual([]);
    recovery.up();
    expect(events).toEqual(['blip 120000']);
  });

  it('makes no try under a policy without retries', async () => {
    const { clock, did, recovery, where } = setUp({ policy: { ...RECONNECTION_PRESETS.default, maxRetries: 0 } });
    recovery.down();
    await clock.advance(600_000);
    expect(did).toEqual([]);
    expect(where()).toBe('given-up');
  });

  it('restores on request and says how', async () => {
    const { clock, did, recovery } = setUp();
    await clock.advance(1_000);
    const done = recovery.reconnect();
    expect(did).toEqual(['restart']);
    await clock.advance(200);
    recovery.up();
    await expect(done).resolves.toEqual({
      peerId: 'bob',
      kind: 'restart',
      durationMs: 200,
      previousDurationMs: 1_000,
      isFullReconnect: false,
    });
  });

  it('hears in what still comes that the path stands, unless somebody asked for another', async () => {
    const { clock, port, recovery, where } = setUp();
    recovery.lostTrust();
    await clock.advance(0);
    expect(where()).toBe('restarting');
    port.isAnswered = false;
    recovery.heard();
    expect(where()).toBe('connected');
    const done = recovery.reconnect();
    recovery.heard();
    expect(where()).toBe('restarting');
    port.isAnswered = true;
    recovery.heard();
    await expect(done).resolves.toMatchObject({ kind: 'restart' });
  });

  it('takes a new connection on request', async () => {
    const { did, recovery } = setUp();
    const done = recovery.reconnect({ full: true });
    expect(did).toEqual(['redial']);
    recovery.up();
    await expect(done).resolves.toMatchObject({ kind: 'full', isFullReconnect: true });
  });

  it('stops waiting, and goes on trying, when the caller aborts', async () => {
    const { recovery, where } = setUp();
    const controller = new AbortController();
    const done = recovery.reconnect({ signal: controller.signal });
    controller.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(where()).toBe('restarting');
  });

  it('tells those who wait why it stopped for good, and leaves no timer', async () => {
    const { clock, recovery } = setUp();
    const done = recovery.reconnect();
    recovery.close(new SdkError('permission-denied', 'dismissed'));
    await expect(done).rejects.toMatchObject({ code: 'permission-denied' });
    expect(clock.pending).toBe(0);
    await expect(recovery.reconnect()).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});

/** One that has used up all its tries. */
async function givenUp() {
  const setup = setUp();
  const { clock, recovery, did, where } = setup;
  recovery.down();
  await clock.advance(2_500);
  for (let round = 0; round < 5; round += 1) {
    await clock.advance(20_000);
    recovery.failed();
    if (round < 4) await clock.advance(1);
  }
  expect(where()).toBe('given-up');
  did.length = 0;
  return setup;
}
