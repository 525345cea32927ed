import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { BrowserPeers } from './browser/browser-peers.ts';
import { describeConversation } from './conversation.ts';
import type { Enter } from './foreign-peer.ts';
import { NODE_CLIENTS } from './node-clients.ts';
import { writeDescriptors } from './python/descriptors.ts';
import { enterByPython } from './python/python-peer.ts';

/** What `run.mjs` found on this machine. */
const { INTEROP_PYTHON: python, INTEROP_CHROMIUM: chromium } = process.env;

const folder = mkdtempSync(join(tmpdir(), 'interop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const descriptors = python ? await writeDescriptors(folder) : '';
const browser = chromium ? await BrowserPeers.open(chromium, folder) : undefined;
afterAll(() => browser?.close());

const inPython: Record<string, Enter> = python ? { 'python-grpcio': enterByPython(python, descriptors) } : {};
const inBrowser: Record<string, Enter> = browser
  ? {
      'google-grpc-web': browser.enterBy('google-grpc-web'),
      'chromium-connect-web': browser.enterBy('connect-web'),
    }
  : {};
const { 'grpc-js': grpcJs, 'connect-node': connectNode, 'json-rpc-2.0': jsonRpc2 } = NODE_CLIENTS;
const inNode = Object.fromEntries(
  Object.entries({ 'grpc-js': grpcJs, 'connect-node': connectNode, 'json-rpc-2.0': jsonRpc2 }).filter(
    (entry): entry is [string, Enter] => entry[1] !== undefined,
  ),
);

describeConversation('clients of every kind', { ...inNode, ...inPython, ...inBrowser });
