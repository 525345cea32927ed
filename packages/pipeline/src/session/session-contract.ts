import type { SdkError } from '@remotemedia/base';
import { liveCodecs, VideoFrame } from '@remotemedia/codecs';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ManifestSource } from '../compile/check-manifest.ts';
import { AudioBlock } from '../data/audio-block.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { hostNodes } from '../hosts/host-nodes-contract.ts';
import { said, text } from '../run/test-nodes-contract.ts';
import { PipelineRunner, type RunnerOptions, type SessionOptions, type StreamSession } from './index.ts';

/** A manifest of a chain of nodes: their types, or whole nodes. */
export function chain(...types: readonly string[]): ManifestSource {
  const nodes = types.map((node_type, index) => ({ id: `n${index}`, node_type }));
  const connections = nodes.slice(1).map(({ id }, index) => ({ from: `n${index}`, to: id }));
  return { version: 'v1', metadata: { name: 'test' }, nodes, connections };
}

/** All that is still to be read. */
export async function takeAll(session: StreamSession): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const { data } of session.received()) all.push(said(data));
  return all;
}

function picture(): RuntimeData {
  const init = { format: 'RGBA', codedWidth: 2, codedHeight: 2, timestamp: 0 } as const;
  return { kind: 'video', frame: new VideoFrame(new Uint8Array(16), init) };
}

/** What sessions do in every host. */
export function describeSessions(name: string, host: RunnerOptions, expected: string): void {
  const runner = new PipelineRunner({ nodes: hostNodes, ...host });

  async function open(manifest: ManifestSource, options: SessionOptions = {}): Promise<StreamSession> {
    const session = await runner.createStreamSession(manifest, options);
    onTestFinished(() => session.close());
    return session;
  }

  afterEach(() => expect(liveCodecs().get('VideoFrame') ?? 0).toBe(0));

  describe(`a single call ${name}`, () => {
    it('gives the first output', async () => {
      const output = await runner.executeUnary(chain('Calculator'), {
        kind: 'json',
        value: { operation: 'add', operands: [10, 20] },
      });
      expect(output).toMatchObject({ kind: 'json', value: { result: 30 } });
      expect(said(await runner.executeUnary(chain('Moody'), text('many 5')))).toBe('0');
    });

    it('gives all outputs, with the node that they came from', async () => {
      const outputs = await runner.executeAll(chain('Pass', 'Counter'), [text('a'), text('b')]);
      expect(outputs.map(({ data }) => said(data))).toEqual(['1', '2', 'flushed']);
      expect(outputs[0]).toMatchObject({ nodeId: 'n1', nodeType: 'Counter', port: 'out' });
    });

    it('takes any number of inputs', async () => {
      const words = Array.from({ length: 1000 }, (_, index) => String(index));
      const outputs = await runner.executeAll(chain('Pass'), words.map(text));
      expect(outputs.map(({ data }) => said(data))).toEqual(words);
    });

    it('takes the blocks of a mix', async () => {
      const block = (value: number) =>
        AudioBlock.fromInterleaved(Float32Array.of(value), { sampleRate: 48_000, channelCount: 1 });
      const outputs = await runner.executeAll(chain('Half'), [block(1), block(0.5)]);
      expect(outputs.map(({ data }) => data.kind === 'audio' && data.channels[0]?.[0])).toEqual([0.5, 0.25]);
    });

    it('fails as the node did', async () => {
      await expect(runner.executeUnary(chain('Moody'), text('throw'))).rejects.toThrow('node "n0" (Moody) failed');
      await expect(runner.executeUnary(chain('Broken'), text('x'))).rejects.toThrow('could not be made: no model');
    });

    it('says what is no item before anything is opened', async () => {
      const given = { operation: 'add' } as never;
      await expect(runner.executeUnary(chain('Half'), given)).rejects.toMatchObject({ code: 'invalid-argument' });
      await expect(runner.executeUnary(chain('Half'), given)).rejects.toThrow('expected an item');
    });

    it('says when nothing comes out', async () => {
      await expect(runner.executeUnary(chain('Moody'), text('many 0'))).rejects.toMatchObject({ code: 'not-found' });
      expect(await runner.executeAll(chain('Moody'), text('many 0'))).toEqual([]);
    });

    it('is given up after its time, and when it is called off', async () => {
      const late = runner.executeUnary(chain('Sleeper'), text('x'), { timeoutMs: 300 });
      await expect(late).rejects.toMatchObject({ code: 'deadline-exceeded' });
      const controller = new AbortController();
      const called = runner.executeUnary(chain('Sleeper'), text('x'), { signal: controller.signal });
      controller.abort();
      await expect(called).rejects.toMatchObject({ code: 'cancelled' });
    });

    it('closes the pictures that nobody gets', async () => {
      const first = await runner.executeUnary(chain('Pass'), [picture(), picture(), picture()]);
      if (first.kind === 'video') first.frame.close();
      await expect(runner.executeUnary(chain('Nobody'), picture())).rejects.toThrow('Nobody');
    });
  });

  describe(`a session ${name}`, () => {
    it('gives what it takes, in order, until it is closed', async () => {
      const session = await open(chain('Pass', 'Counter'));
      expect(session.host).toBe(expected);
      for (const word of ['a', 'b', 'c']) await session.sendInput(text(word));
      await session.close({ drain: true });
      expect(await takeAll(session)).toEqual(['1', '2', '3', 'flushed']);
    });

    it('takes inputs in the order in which they were sent, however many wait', async () => {
      const session = await open(chain('Pass'));
      const sent: Promise<void>[] = [];
      for (let i = 0; i < 60; i += 1) {
        sent.push(session.sendInput(text(String(i))));
        // Now and then some come while others are being let in.
        if (i % 7 === 0) await sent[Math.floor(i / 2)];
      }
      await Promise.all(sent);
      await session.close({ drain: true });
      expect(await takeAll(session)).toEqual(Array.from({ length: 60 }, (_, index) => String(index)));
    });

    it('brings everything out before it closes, also where nobody reads', async () => {
      const session = await open(chain('Moody'));
      const sent = [text('many 256'), text('many 1'), text('a'), text('b')].map((item) => session.sendInput(item));
      await session.close({ drain: true });
      await Promise.all(sent);
      expect(await takeAll(session)).toHaveLength(259);
    });

    it('is left and taken up again by its readers, one at a time', async () => {
      const session = await open(chain('Moody'));
      await session.sendInput(text('many 4'));
      await session.flush();
      const seen: string[] = [];
      for await (const { data } of session.received()) {
        seen.push(said(data));
        await expect(session.received().next()).rejects.toMatchObject({ code: 'failed-precondition' });
        if (seen.length === 2) break;
      }
      await session.close({ drain: true });
      expect([...seen, ...(await takeAll(session))]).toEqual(['0', '1', '2', '3']);
    });

    it('ends a reader that waits when it is closed', async () => {
      const session = await open(chain('Pass'));
      const reading = takeAll(session);
      await session.close();
      expect(await reading).toEqual([]);
      await expect(session.sendInput(text('x'))).rejects.toMatchObject({ code: 'failed-precondition' });
    });

    it('holds the source back while nobody reads', async () => {
      const session = await open(chain('Moody'));
      await session.sendInput(text('many 256'));
      await session.flush();
      let isSent = false;
      const sending = session.sendInput(text('last')).then(() => {
        isSent = true;
      });
      await session.stats();
      expect(isSent).toBe(false);
      const reader = session.received();
      await reader.next();
      await sending;
      await reader.return?.();
    });

    it('refuses what waits beyond a bound', async () => {
      const session = await open(chain('Moody'));
      await session.sendInput(text('many 256'));
      await session.flush();
      const waiting = Array.from({ length: 256 }, (_, index) => session.sendInput(text(String(index))));
      await expect(session.sendInput(picture())).rejects.toMatchObject({ code: 'resource-exhausted' });
      const reading = takeAll(session);
      await Promise.all(waiting);
      await session.close({ drain: true });
      expect(await reading).toHaveLength(512);
    });

    it('can be called off while it waits', async () => {
      const session = await open(chain('Moody'));
      await session.sendInput(text('many 256'));
      await session.flush();
      const controller = new AbortController();
      const sending = session.sendInput(picture(), { signal: controller.signal });
      controller.abort();
      await expect(sending).rejects.toMatchObject({ code: 'cancelled' });
      await expect(session.sendInput(text('x'), { signal: controller.signal })).rejects.toMatchObject({
        code: 'cancelled',
      });
    });

    it('says which node threw, and goes on', async () => {
      const session = await open(chain('Moody'));
      const faults: string[] = [];
      session.on('fault', ({ nodeId, nodeType, error }) => faults.push(`${nodeId} ${nodeType} ${error.code}`));
      for (const word of ['throw', 'after']) await session.sendInput(text(word));
      await session.close({ drain: true });
      expect(faults).toEqual(['n0 Moody internal']);
      expect(await takeAll(session)).toEqual(['after']);
    });

    it('refuses what no node takes, and what is no item', async () => {
      const session = await open(chain('Half'));
      await expect(session.sendInput(text('x'))).rejects.toMatchObject({ code: 'invalid-argument' });
      await expect(session.sendInput(text('x'), { nodeId: 'n9' })).rejects.toMatchObject({ code: 'not-found' });
      await expect(session.sendInput(picture())).rejects.toMatchObject({ code: 'invalid-argument' });
      for (const bad of [{ kind: 'text' }, { kind: 'audio' }, 7, null, { kind: 'json', value: () => 1 }]) {
        await expect(session.sendInput(bad as RuntimeData)).rejects.toMatchObject({ code: 'invalid-argument' });
      }
    });

    it('only tells its listeners where nobody reads', async () => {
      const session = await open(chain('Pass'));
      const seen: string[] = [];
      session.on('output', ({ data, nodeId }) => seen.push(`${nodeId} ${said(data)}`));
      for (let i = 0; i < 300; i += 1) await session.sendInput(text(String(i)));
      await session.sendInput(picture());
      await session.flush();
      expect(seen).toHaveLength(301);
    });

    it('closes the pictures that nobody read', async () => {
      const session = await open(chain('Pass'));
      for (let i = 0; i < 3; i += 1) await session.sendInput(picture());
      await session.flush();
      await session.close();
      await expect(session.sendInput(picture())).rejects.toMatchObject({ code: 'failed-precondition' });
    });

    it('is ended by its signal', async () => {
      const controller = new AbortController();
      const session = await open(chain('Sleeper'), { signal: controller.signal });
      const ends: (SdkError | undefined)[] = [];
      session.on('closed', ({ error }) => ends.push(error));
      const reading = takeAll(session);
      await session.sendInput(text('x'));
      controller.abort();
      await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
      expect(ends).toMatchObject([{ code: 'cancelled' }]);
    });
  });

  it(`refuses manifests with problems ${name}`, async () => {
    await expect(open(chain('Nonsense'))).rejects.toMatchObject({ problems: [{ code: 'unknown-node-type' }] });
    await expect(open('nodes: {')).rejects.toMatchObject({ problems: expect.any(Array) });
  });
}
