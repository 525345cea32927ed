import { toPeerId } from '@remotemedia/signaling';
import { afterEach, expect, it, vi } from 'vitest';
import { keepsCertificates } from './certificates.ts';
import type { DescriptionGuard } from './description-guard.ts';
import { roomSecretGuard } from './room-secret-guard.ts';
import { safetyCode } from './safety-code.ts';

const ANN = toPeerId('ann');
const BOB = toPeerId('bob');
const WAIT = { timeout: 15_000, interval: 20 };
const SEAL = /a=x-remotemedia-seal:1 .*\r\n/;

/** One end of a connection. */
interface End {
  readonly connection: RTCPeerConnection;
  readonly channel: RTCDataChannel;
  readonly heard: string[];
}

/** A signaling server: what it hands to Bob for Ann's offer, and to Ann for Bob's answer. */
interface Server {
  forBob(offer: string): Promise<string>;
  forAnn(answer: string): Promise<string>;
}

const HONEST: Server = { forBob: async (offer) => offer, forAnn: async (answer) => answer };
/** What peers do that have no secret. */
const TRUSTING: DescriptionGuard = { seal: async (sdp) => sdp, check: async () => {} };

let ends: End[] = [];

afterEach(() => {
  for (const { connection } of ends) connection.close();
  ends = [];
});

function openEnd(): End {
  const connection = new RTCPeerConnection();
  const channel = connection.createDataChannel('talk', { negotiated: true, id: 0 });
  const heard: string[] = [];
  channel.addEventListener('message', ({ data }) => heard.push(data));
  const end = { connection, channel, heard };
  ends.push(end);
  return end;
}

/** Makes the local description, with all candidates in it. */
async function describeLocal({ connection }: End): Promise<string> {
  await connection.setLocalDescription();
  await vi.waitFor(() => expect(connection.iceGatheringState).toBe('complete'), WAIT);
  return connection.localDescription?.sdp ?? '';
}

/** A server that gets between: two connections of its own, and everything that it hears is passed on. */
function manInTheMiddle(forge: (own: string, original: string) => string = (own) => own) {
  const [toAnn, toBob] = [openEnd(), openEnd()];
  toAnn.channel.addEventListener('message', ({ data }) => toBob.channel.send(data));
  toBob.channel.addEventListener('message', ({ data }) => toAnn.channel.send(data));
  const server: Server = {
    forBob: async (sdp) => {
      await toAnn.connection.setRemoteDescription({ type: 'offer', sdp });
      return forge(await describeLocal(toBob), sdp);
    },
    forAnn: async (sdp) => {
      await toBob.connection.setRemoteDescription({ type: 'answer', sdp });
      return forge(await describeLocal(toAnn), sdp);
    },
  };
  return { server, overheard: () => [...toAnn.heard, ...toBob.heard] };
}

/** Ann calls Bob. */
async function call(server: Server, guards: { ann: DescriptionGuard; bob: DescriptionGuard }) {
  const [ann, bob] = [openEnd(), openEnd()];
  const offer = await server.forBob(await guards.ann.seal(await describeLocal(ann)));
  await guards.bob.check(offer, ANN);
  await bob.connection.setRemoteDescription({ type: 'offer', sdp: offer });
  const answer = await server.forAnn(await guards.bob.seal(await describeLocal(bob)));
  await guards.ann.check(answer, BOB);
  await ann.connection.setRemoteDescription({ type: 'answer', sdp: answer });
  await vi.waitFor(() => expect([ann.channel.readyState, bob.channel.readyState]).toEqual(['open', 'open']), WAIT);
  ann.channel.send('the vault is open');
  await vi.waitFor(() => expect(bob.heard).toEqual(['the vault is open']), WAIT);
  return { ann, bob };
}

function guardsWith(roomSecret: string) {
  const guardOf = (self: typeof ANN) => roomSecretGuard({ roomSecret, room: 'standup', self });
  return { ann: guardOf(ANN), bob: guardOf(BOB) };
}

function codeOf({ connection: { localDescription, remoteDescription } }: End): Promise<string> {
  return safetyCode(localDescription?.sdp ?? '', remoteDescription?.sdp ?? '');
}

it('peers who share a secret connect over an honest server, and see the same safety code', async () => {
  const { ann, bob } = await call(HONEST, guardsWith('correct horse battery'));
  expect(await codeOf(ann)).toBe(await codeOf(bob));
});

it('without a secret a server gets between, hears everything, and is given away by the safety codes', async () => {
  const mallory = manInTheMiddle();
  const { ann, bob } = await call(mallory.server, { ann: TRUSTING, bob: TRUSTING });
  expect(mallory.overheard()).toEqual(['the vault is open']);
  expect(await codeOf(ann)).not.toBe(await codeOf(bob));
});

it.each<[string, (own: string, original: string) => string]>([
  ['takes the seal away', (own) => own],
  ['puts the seal on a description of its own', (own, original) => own.replace('m=', `${SEAL.exec(original)?.[0]}m=`)],
  ['swaps the fingerprints', (own, original) => withFingerprintOf(original, own)],
  ['adds its fingerprint', (own, original) => original.replace('a=setup', `${fingerprintOf(own)}\r\na=setup`)],
])('with a secret a server that %s is found out before anything connects', async (_how, forge) => {
  const mallory = manInTheMiddle(forge);
  await expect(call(mallory.server, guardsWith('correct horse battery'))).rejects.toMatchObject({
    code: 'permission-denied',
    detail: expect.stringContaining('the signaling server changed it'),
  });
  expect(mallory.overheard()).toEqual([]);
  expect(ends.map(({ connection }) => connection.connectionState)).not.toContain('connected');
});

it('a peer without the secret is refused', async () => {
  const guards = { ann: TRUSTING, bob: guardsWith('correct horse battery').bob };
  await expect(call(HONEST, guards)).rejects.toMatchObject({ code: 'permission-denied' });
});

it('a description that was sealed for an earlier call lets nobody in', async () => {
  const guards = guardsWith('correct horse battery');
  let recorded = '';
  const recorder: Server = {
    ...HONEST,
    forBob: async (offer) => {
      recorded = offer;
      return offer;
    },
  };
  await call(recorder, guards);
  const [bob, mallory] = [openEnd(), openEnd()];
  const iceStates: string[] = [];
  bob.connection.oniceconnectionstatechange = () => iceStates.push(bob.connection.iceConnectionState);
  await guards.bob.check(recorded, ANN);
  await bob.connection.setRemoteDescription({ type: 'offer', sdp: recorded });
  // Mallory goes on in Ann's place, with the ICE credentials that her description gave away.
  const asOffer = (await describeLocal(bob)).replace('a=setup:active', 'a=setup:actpass');
  await mallory.connection.setRemoteDescription({ type: 'offer', sdp: asOffer });
  const own = await mallory.connection.createAnswer();
  await mallory.connection.setLocalDescription({ type: 'answer', sdp: withCredentialsOf(recorded, own.sdp ?? '') });
  await vi.waitFor(() => expect(bob.connection.connectionState).toBe('failed'), WAIT);
  expect(iceStates).toContain('connected');
  expect(bob.channel.readyState).not.toBe('open');
});

it('a later description with another certificate is told from one that keeps it', async () => {
  const { ann, bob } = await call(HONEST, { ann: TRUSTING, bob: TRUSTING });
  const known = bob.connection.remoteDescription?.sdp ?? '';
  ann.connection.restartIce();
  expect(keepsCertificates(known, await describeLocal(ann))).toBe(true);
  expect(keepsCertificates(known, await describeLocal(openEnd()))).toBe(false);
});

function fingerprintOf(sdp: string): string {
  return /a=fingerprint:.*/.exec(sdp)?.[0] ?? '';
}

function withFingerprintOf(text: string, own: string): string {
  return text.replaceAll(fingerprintOf(text), fingerprintOf(own));
}

function withCredentialsOf(text: string, own: string): string {
  const valueIn = (sdp: string, name: string) => new RegExp(`a=${name}:.*`).exec(sdp)?.[0] ?? '';
  return ['ice-ufrag', 'ice-pwd'].reduce((sdp, name) => sdp.replace(valueIn(own, name), valueIn(text, name)), own);
}
