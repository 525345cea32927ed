import { RECONNECTION_PRESETS, SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { setUpRecovery } from './test-recovery.ts';

describe('Recovery, when there is doubt or somebody asks', () => {
  it('asks whether the peer is there when our own path may have changed, and acts on silence at once', async () => {
    const { clock, did, recovery } = setUpRecovery({ polite: true });
    recovery.pathChanged('network');
    expect(did).toEqual(['probe']);
    recovery.lostTrust();
    await clock.advance(0);
    expect(did).toEqual(['probe', 'restart']);
  });

  it('leaves it to the impolite side to act when media stop for no reason that we know', async () => {
    const { clock, did, recovery } = setUpRecovery({ polite: true });
    await clock.advance(10_000);
    recovery.lostTrust();
    await clock.advance(2_999);
    expect(did).toEqual([]);
    await clock.advance(1);
    expect(did).toEqual(['restart']);
  });

  it('looks for a new path at once when the browser was offline', () => {
    const { did, recovery } = setUpRecovery({ polite: true });
    recovery.pathChanged('online');
    expect(did).toEqual(['restart']);
  });

  it('begins anew when our own path is back in the middle of a try', async () => {
    const { clock, did, recovery } = setUpRecovery();
    recovery.down();
    await clock.advance(2_500);
    recovery.pathChanged('network');
    expect(did).toEqual(['restart']);
    recovery.pathChanged('online');
    expect(did).toEqual(['restart', 'restart anew']);
  });

  it('does not give up a path that the browser believes in because a page does not answer', async () => {
    const { clock, did, port, recovery } = setUpRecovery();
    port.isAnswered = false;
    port.isBelieved = true;
    recovery.lostTrust();
    await clock.advance(100_000);
    expect(did).toEqual(['restart', 'restart', 'restart', 'restart']);
  });

  it('says that a peer is silent, and does nothing about it while the path stands', async () => {
    const { clock, did, recovery, where, events } = setUpRecovery();
    recovery.silent();
    await clock.advance(120_000);
    expect(where()).toBe('disconnected');
    expect(did).toEqual([]);
    recovery.up();
    expect(events).toEqual(['blip 120000']);
  });

  it('makes no try under a policy without retries', async () => {
    const { clock, did, recovery, where } = setUpRecovery({
      policy: { ...RECONNECTION_PRESETS.default, maxRetries: 0 },
    });
    recovery.down();
    await clock.advance(600_000);
    expect(did).toEqual([]);
    expect(where()).toBe('given-up');
  });

  it('restores on request and says how', async () => {
    const { clock, did, recovery } = setUpRecovery();
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
    const { clock, port, recovery, where } = setUpRecovery();
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
    const { did, recovery } = setUpRecovery();
    const done = recovery.reconnect({ full: true });
    expect(did).toEqual(['redial']);
    recovery.up();
    await expect(done).resolves.toMatchObject({ kind: 'full', isFullReconnect: true });
  });

  it('stops waiting, and goes on trying, when the caller aborts', async () => {
    const { recovery, where } = setUpRecovery();
    const controller = new AbortController();
    const done = recovery.reconnect({ signal: controller.signal });
    controller.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(where()).toBe('restarting');
  });

  it('tells those who wait why it stopped for good, and leaves no timer', async () => {
    const { clock, recovery } = setUpRecovery();
    const done = recovery.reconnect();
    recovery.close(new SdkError('permission-denied', 'dismissed'));
    await expect(done).rejects.toMatchObject({ code: 'permission-denied' });
    expect(clock.pending).toBe(0);
    await expect(recovery.reconnect()).rejects.toMatchObject({ code: 'failed-precondition' });
  });
});
