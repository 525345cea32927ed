import { afterEach, expect, it, vi } from 'vitest';
import { toPeerId } from '../peer-info.ts';
import { CAPABILITIES } from '../wire/scripted-wire.ts';
import type { StreamMessage } from '../wire/wire.ts';
import { createWebSocketWire } from './websocket-wire.ts';

/** A socket to a server that lets everybody in and has too much to do for pings. */
class BusySocket {
  static pings = 0;
  onopen: () => void = () => {};
  onmessage: ((event: { data: string }) => void) | null = null;

  constructor() {
    queueMicrotask(() => this.onopen());
  }

  send(text: string): void {
    const { id, method } = JSON.parse(text);
    if (method === 'ping') BusySocket.pings += 1;
    const terms = { session_token: 't', heartbeat_interval_ms: 1_000, resume_grace_ms: 5_000 };
    const error = { code: -32_001, message: 'too many requests', data: { code: 'resource-exhausted' } };
    const answer = method === 'ping' ? { id, error } : { id, result: terms };
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(answer) }));
  }

  close(): void {}
}

afterEach(() => void vi.unstubAllGlobals());

it('takes every answer to a ping for a sign of life, a refusal as well, and may ask again', async () => {
  vi.stubGlobal('WebSocket', BusySocket);
  const wire = createWebSocketWire('ws://server');
  const life = new AbortController();
  const request = { room: 'r', peerId: toPeerId('ada'), capabilities: CAPABILITIES };
  const heard: StreamMessage['type'][] = [];
  for await (const { type } of wire.open({ type: 'announce', request }, life.signal)) {
    heard.push(type);
    if (heard.length === 3) break;
    wire.ping();
  }
  expect(heard).toEqual(['ready', 'heartbeat', 'heartbeat']);
  expect(BusySocket.pings).toBe(2);
}, 2_000);
