import { SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import { createFallbackWire } from './fallback-wire.ts';
import type { StreamMessage, Wire } from './wire.ts';

const ANNOUNCE = {
  type: 'announce',
  request: { room: 'r', peerId: toPeerId('ada'), capabilities: { audio: true, video: true, data: true } },
} as const;
const RESUME = { type: 'resume', sessionToken: 't', lastSeq: 0n } as const;
const BATCH = { sessionToken: 't', firstSeq: 1n, requests: [], ackedSeq: 0n };
const NEVER = new AbortController().signal;

/** A wire that opens as told and says what was asked of it. */
function wire(
  name: string,
  log: string[],
  failure?: SdkError,
  messages: StreamMessage[] = [{ type: 'heartbeat' }],
): Wire {
  return {
    reach: async () => void log.push(`${name} reach`),
    ping: () => log.push(`${name} ping`) > 0,
    async *open({ type }) {
      log.push(`${name} ${type}`);
      if (failure && messages.length === 0) throw failure;
      yield* messages;
      if (failure) throw failure;
    },
    send: async () => {
      log.push(`${name} send`);
      return [];
    },
    renew: async () => log.push(`${name} renew`),
    acknowledge: () => log.push(`${name} acknowledge`),
    leaveOnUnload: () => log.push(`${name} leave`),
  };
}

async function read(stream: AsyncIterable<StreamMessage>): Promise<number> {
  let count = 0;
  for await (const _ of stream) count += 1;
  return count;
}

const unavailable = new SdkError('unavailable', 'no WebSocket');

describe('createFallbackWire()', () => {
  it('stays with the first that opens', async () => {
    const log: string[] = [];
    const both = createFallbackWire(wire('first', log), async () => wire('second', log));
    expect(await read(both.open(ANNOUNCE, NEVER))).toBe(1);
    await both.send(BATCH, NEVER);
    expect(log).toEqual(['first announce', 'first send']);
  });

  it('takes the second for good when the first cannot be opened', async () => {
    const log: string[] = [];
    const both = createFallbackWire(wire('first', log, unavailable, []), async () => wire('second', log));
    expect(await read(both.open(ANNOUNCE, NEVER))).toBe(1);
    await both.send(BATCH, NEVER);
    await read(both.open(RESUME, NEVER));
    await both.renew('t', 'b', NEVER);
    both.acknowledge('t', 1n);
    both.leaveOnUnload(BATCH);
    expect(log).toEqual([
      'first announce',
      'second announce',
      'second send',
      'second resume',
      'second renew',
      'second acknowledge',
      'second leave',
    ]);
  });

  it('does not enter twice: neither after a refusal, nor after a stream that broke, nor for a caller who gave up', async () => {
    const log: string[] = [];
    const refused = new SdkError('already-exists', 'taken');
    const second = async () => wire('second', log);
    await expect(read(createFallbackWire(wire('a', log, refused, []), second).open(ANNOUNCE, NEVER))).rejects.toBe(
      refused,
    );
    await expect(read(createFallbackWire(wire('b', log, unavailable), second).open(ANNOUNCE, NEVER))).rejects.toBe(
      unavailable,
    );
    const gone = createFallbackWire(wire('c', log, unavailable, []), second).open(ANNOUNCE, AbortSignal.abort());
    await expect(read(gone)).rejects.toBe(unavailable);
    expect(log).toEqual(['a announce', 'b announce', 'c announce']);
  });
});
