import { SdkError } from '@remotemedia/base';
import { expect, it } from 'vitest';
import { createLazyWire } from './lazy-wire.ts';
import { BOB, CAPABILITIES, READY, scriptedWire } from './scripted-wire.ts';

const ANNOUNCE = { type: 'announce', request: { room: 'r', peerId: BOB, capabilities: CAPABILITIES } } as const;

it('is the wire that was loaded, from its first stream on', async () => {
  const script = scriptedWire();
  const wire = createLazyWire(async () => script.wire);
  const life = new AbortController();
  const first = wire.open(ANNOUNCE, life.signal, 'token')[Symbol.asyncIterator]().next();
  await new Promise((resolve) => setTimeout(resolve, 0));
  script.stream(0).queue.push(READY);
  expect(await first).toEqual({ done: false, value: READY });
  expect(script.stream(0)).toMatchObject({ bearer: 'token', intent: ANNOUNCE });
  expect(wire.ping()).toBe(true);
  await wire.reach(life.signal);
  await wire.renew('t', 'newer', life.signal);
  wire.acknowledge('t', 4n);
  void wire.send({ sessionToken: 't', firstSeq: 1n, requests: [], ackedSeq: 0n }, life.signal).catch(() => {});
  expect(script).toMatchObject({ pings: 1, tries: 1, renewals: ['newer'], acks: [4n] });
  expect(script.batches).toHaveLength(1);
  life.abort();
});

it('says why it could not be loaded when it is used, and not before', async () => {
  const wire = createLazyWire(() => Promise.reject(new SdkError('unavailable', 'no such file')));
  await new Promise((resolve) => setTimeout(resolve, 0));
  const opened = wire.open(ANNOUNCE, new AbortController().signal)[Symbol.asyncIterator]().next();
  await expect(opened).rejects.toMatchObject({ detail: 'no such file' });
});
