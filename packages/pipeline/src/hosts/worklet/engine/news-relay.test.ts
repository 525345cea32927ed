import { expect, test } from 'vitest';
import type { SeatMessage } from '../../protocol.ts';
import { isNews, NewsRelay } from './news-relay.ts';

function event(nodeId: string, value: number): SeatMessage {
  return { type: 'output', nodeId, port: 'events', data: { kind: 'json', value } };
}

function valuesOf(messages: readonly SeatMessage[]): unknown[] {
  return messages.map((message) => message.type === 'output' && message.data.kind === 'json' && message.data.value);
}

test('messages wait for the next telling and come in their order', () => {
  const relay = new NewsRelay();
  relay.add(event('a', 1), []);
  relay.add(event('b', 2), []);
  expect(relay.isEmpty).toBe(false);
  expect(valuesOf(relay.take().messages)).toEqual([1, 2]);
  expect(relay.isEmpty).toBe(true);
});

test('of a node that floods the first items are told, and the newest', () => {
  const relay = new NewsRelay();
  for (let value = 0; value < 1000; value += 1) relay.add(event('a', value), []);
  relay.add(event('b', -1), []);
  const { messages } = relay.take();
  expect(valuesOf(messages)).toEqual([...Array.from({ length: 15 }, (_, value) => value), 999, -1]);
  expect(relay.dropped).toBe(984);
});

test('many nodes together do not wait without bound', () => {
  const relay = new NewsRelay();
  for (let node = 0; node < 1000; node += 1) relay.add(event(`node ${node}`, node), []);
  expect(relay.take().messages).toHaveLength(256);
  expect(relay.dropped).toBe(744);
});

test('what is transferred goes along, of what was dropped nothing', () => {
  const relay = new NewsRelay();
  const buffers = Array.from({ length: 20 }, () => new ArrayBuffer(8));
  for (const [index, buffer] of buffers.entries()) relay.add(event('a', index), [buffer]);
  expect(relay.take().transfer).toEqual([...buffers.slice(0, 15), buffers[19]]);
});

test('answers are no news', () => {
  expect(isNews({ type: 'done', id: 1 })).toBe(false);
  expect(isNews(event('a', 1))).toBe(true);
});
