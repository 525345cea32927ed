import { describe, expect, it } from 'vitest';
import { setUpRecovery } from './test-recovery.ts';

describe('Recovery', () => {
  it('waits for a path that comes back by itself', async () => {
    const { clock, did, recovery, events, stages } = setUpRecovery();
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
    const impolite = setUpRecovery();
    impolite.recovery.down();
    await impolite.clock.advance(2_500);
    expect(impolite.did).toEqual(['restart']);
    const polite = setUpRecovery({ polite: true });
    polite.recovery.down();
    await polite.clock.advance(5_499);
    expect(polite.did).toEqual([]);
    await polite.clock.advance(1);
    expect(polite.did).toEqual(['restart']);
  });

  it('looks for a new path at once when the browser has given up', async () => {
    const { clock, did, recovery } = setUpRecovery();
    recovery.failed();
    await clock.advance(0);
    expect(did).toEqual(['restart']);
  });

  it('leaves it to the other side when that one is quicker', async () => {
    const { clock, did, recovery, events } = setUpRecovery({ polite: true });
    recovery.down();
    await clock.advance(2_600);
    recovery.answering({ full: false });
    await clock.advance(20_000);
    recovery.up();
    expect(did).toEqual([]);
    expect(events).toEqual(['restart 22600']);
  });

  it('takes no notice of a restart of the other side while all is well', () => {
    const { recovery, stages } = setUpRecovery();
    recovery.answering({ full: false });
    expect(stages).toEqual([]);
  });

  it('goes on trying almost without a pause while each try takes its time, and gives up in the end', async () => {
    const { clock, did, recovery, where } = setUpRecovery();
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
    const { clock, did, recovery, where } = setUpRecovery();
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
    const { clock, did, port, recovery } = setUpRecovery();
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
    const { clock, recovery, where } = setUpRecovery();
    recovery.down();
    await clock.advance(2_500);
    recovery.setReachable(false);
    recovery.failed();
    expect(where()).toBe('waiting');
    expect(recovery.summary.breaker).toEqual({ kind: 'closed', failures: 0 });
  });

  it('lets the impolite side begin when both are back in touch at the same time', async () => {
    const { clock, did, recovery } = setUpRecovery({ polite: true });
    recovery.setReachable(false);
    recovery.down();
    await clock.advance(10_000);
    recovery.setReachable(true);
    expect(did).toEqual([]);
    await clock.advance(300);
    expect(did).toEqual(['restart']);
  });

  it('does not take a path for failed while its offer was not answered', async () => {
    const { clock, did, port, recovery, where } = setUpRecovery();
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
    const { clock, did, port, recovery, events } = setUpRecovery();
    port.isAnswered = false;
    recovery.down();
    await clock.advance(62_500);
    expect(did).toEqual(['restart', 'restart', 'redial']);
    recovery.up();
    expect(events).toEqual(['full 62500']);
  });

  it('takes a new connection when the other side has ended its own', async () => {
    const { clock, did, recovery } = setUpRecovery();
    recovery.broken();
    await clock.advance(0);
    expect(did).toEqual(['redial']);
  });

  it('makes a first connection that failed again, under the same policy', async () => {
    const { clock, did, recovery, where, events } = setUpRecovery({ isUp: false });
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
    const { clock, port, recovery, where } = setUpRecovery();
    port.redialFails = true;
    recovery.broken();
    await clock.advance(0);
    expect(where()).toBe('waiting');
    expect(recovery.summary.lastError?.code).toBe('resource-exhausted');
  });
});

/** One that has used up all its tries. */
async function givenUp() {
  const setup = setUpRecovery();
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
