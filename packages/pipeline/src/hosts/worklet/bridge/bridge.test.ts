import { expect, onTestFinished, test } from 'vitest';
import { AudioBlock } from '../../../data/audio-block.ts';
import type { RuntimeData } from '../../../data/runtime-data.ts';
import type { InputSource } from '../../../node/node-definition.ts';
import { BlockSender } from './block-sender.ts';
import type { BridgeMessage } from './bridge-message.ts';
import { bridgeNode } from './bridge-node.ts';
import { serveSoundPort } from './serve-sound-port.ts';

const SOURCE: InputSource = { port: 'in', nodeId: '' };

function quantum(from: number, streamId?: string): AudioBlock {
  const samples = Float32Array.from({ length: 128 }, (_, index) => from + index);
  return new AudioBlock(48_000, [samples], 128, (from / 48_000) * 1e6, streamId);
}

/** A port that keeps what is posted. */
function recordingPort() {
  const posted: BridgeMessage[] = [];
  return { posted, port: { postMessage: (message: BridgeMessage) => void posted.push(message) } };
}

function openBridge(push: (item: RuntimeData, entry?: object) => void, exits: readonly string[] = []) {
  const { port1, port2 } = new MessageChannel();
  const faults: unknown[] = [];
  const service = serveSoundPort(port2, { push }, exits, (error) => faults.push(error));
  onTestFinished(() => {
    port1.close();
    service.close();
  });
  return { thread: port1, service, faults };
}

/** The next message that comes. */
function message(port: MessagePort): Promise<BridgeMessage> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }) => resolve(data);
  });
}

test('render quanta become blocks of 20 ms with the time of their first sample', () => {
  const { posted, port } = recordingPort();
  const node = bridgeNode(new BlockSender(port, 20)).create({ to: 'vad', port: 'in' }, {} as never);
  if (node instanceof Promise) throw new Error('a bridge is ready at once');
  for (let index = 0; index < 16; index += 1) void node.process(quantum(index * 128), SOURCE);
  expect(posted).toHaveLength(2);
  const [first, second] = posted;
  if (first?.type !== 'block' || second?.type !== 'block') throw new Error('blocks expected');
  expect([first.nodeId, first.port, first.frames, first.timestampUs]).toEqual(['vad', 'in', 960, 0]);
  expect(second.timestampUs).toBe(20_000);
  expect([...(first.channels[0] ?? []), ...(second.channels[0] ?? [])]).toEqual(
    Array.from({ length: 1920 }, (_, index) => index),
  );
});

test('streams do not mix on their way', () => {
  const { posted, port } = recordingPort();
  const sender = new BlockSender(port, 20);
  const end = { nodeId: undefined, port: undefined };
  for (let index = 0; index < 8; index += 1) {
    sender.send(quantum(index * 128, 'ada'), end);
    sender.send(quantum(index * 128, 'bob'), end);
  }
  expect(posted.map((sent) => sent.type === 'block' && sent.streamId)).toEqual(['ada', 'bob']);
});

test('another format begins another block', () => {
  const { posted, port } = recordingPort();
  const sender = new BlockSender(port, 20);
  const end = { nodeId: undefined, port: undefined };
  sender.send(quantum(0), end);
  sender.send(AudioBlock.allocate({ sampleRate: 48_000, channelCount: 2 }, 960), end);
  expect(posted.map((sent) => sent.type === 'block' && [sent.channels.length, sent.frames])).toEqual([
    [1, 128],
    [2, 960],
  ]);
});

test('no more than a second waits at a worker that does not keep up; the rest is dropped and counted', () => {
  const { posted, port } = recordingPort();
  const sender = new BlockSender(port, 0);
  const end = { nodeId: undefined, port: undefined };
  for (let index = 0; index < 60; index += 1) sender.send(quantum(index * 128), end);
  expect([posted.length, sender.dropped]).toEqual([50, 10]);
  sender.onFree({ type: 'free', channels: [] });
  sender.send({ kind: 'json', value: 1 }, end);
  sender.send({ kind: 'json', value: 2 }, end);
  expect([posted.length, sender.dropped]).toEqual([51, 11]);
});

test('arrays that come back are filled again', () => {
  const { posted, port } = recordingPort();
  const sender = new BlockSender(port, 0);
  const end = { nodeId: undefined, port: undefined };
  sender.send(quantum(0), end);
  const [first] = posted;
  if (first?.type !== 'block') throw new Error('a block expected');
  sender.onFree({ type: 'free', channels: first.channels });
  sender.send(quantum(128), end);
  const second = posted[1];
  expect(second?.type === 'block' && second.channels[0]).toBe(first.channels[0]);
});

test('the worker pushes blocks into the node that they are for and gives their arrays back', async () => {
  const pushed: [RuntimeData, object | undefined][] = [];
  const { thread } = openBridge((item, entry) => void pushed.push([item, entry]));
  const sender = new BlockSender(thread, 0);
  const back = message(thread);
  sender.send(quantum(5, 'ada'), { nodeId: 'vad', port: 'in' });
  const free = await back;
  expect(free.type === 'free' && free.channels[0]?.length).toBe(128);
  const [[item, entry] = []] = pushed;
  expect(entry).toEqual({ nodeId: 'vad', port: 'in' });
  expect(item).toBeInstanceOf(AudioBlock);
  expect(item?.kind === 'audio' && [item.sampleRate, item.frames, item.streamId]).toEqual([48_000, 128, 'ada']);
});

test('the sound of the exits goes back to the audio thread, all else does not', async () => {
  const { thread, service } = openBridge(() => {}, ['out']);
  const back = message(thread);
  expect(service.output({ kind: 'json', value: 1 }, 'out')).toBe(false);
  expect(service.output(quantum(0), 'tap')).toBe(false);
  expect(service.output(quantum(7), 'out')).toBe(true);
  const block = await back;
  expect(block.type === 'block' && [block.nodeId, block.channels[0]?.[0]]).toEqual(['out', 7]);
});

test('input that the graph refuses is told of, and the arrays still come back', async () => {
  const { thread, faults } = openBridge(() => {
    throw new Error('no');
  });
  const back = message(thread);
  new BlockSender(thread, 0).send(quantum(0), { nodeId: 'x', port: undefined });
  expect((await back).type).toBe('free');
  expect(faults).toHaveLength(1);
});
