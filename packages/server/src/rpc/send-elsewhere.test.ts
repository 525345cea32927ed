import { create, fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { SendRequestSchema, type SendResponse, SignalingRequestSchema } from '@remotemedia/protocol/webrtc';
import { expect, test } from 'vitest';
import type { Grant } from '../access/grant.ts';
import { NOWHERE } from '../hub/elsewhere.ts';
import { setUpHub } from '../testing/test-hub.ts';
import { CANDIDATE } from '../testing/test-peer.ts';
import { SendRequests } from './send-requests.ts';
import { SignsOfLife } from './signs-of-life.ts';

const ADA: Grant = { subject: 'ada', mayPublish: true, maySubscribe: true };
const ADA_LATER: Grant = { ...ADA, expiresAtMs: Date.now() + 3_600_000 };
const EVE: Grant = { ...ADA, subject: 'eve' };
const GRANTS: Readonly<Record<string, Grant>> = { first: ADA, later: ADA_LATER, eve: EVE };

/** Whatever is wrong with the keys. */
let keys: 'there' | 'gone' = 'there';
const authenticate = (token: string | undefined): Grant => {
  if (keys === 'gone') throw new SdkError('unavailable', 'no keys');
  const grant = GRANTS[token ?? ''];
  if (!grant) throw new SdkError('unauthenticated', 'no such token');
  return grant;
};

/** Two instances; the client talks to `here`, its stay is `there`. */
async function meet() {
  keys = 'there';
  const there = setUpHub();
  const signsOf = ({ clock }: typeof there) => new SignsOfLife({ clock, heartbeatIntervalMs: 1_000 });
  const foreign = new SendRequests({ hub: there.hub, authenticate, signsOfLife: signsOf(there) });
  const call = (stayId: string, secret: string, bytes: Uint8Array) => {
    const stay = there.hub.findStay(`${stayId}.${secret}`);
    return stay && foreign.sendForeign(stay, bytes);
  };
  const here = setUpHub({ elsewhere: { ...NOWHERE, call } });
  const local = new SendRequests({ hub: here.hub, authenticate, signsOfLife: signsOf(here) });
  const ada = await there.enter('ada', { grant: ADA });
  const bob = await there.enter('bob');
  const send = (request: MessageInitShape<typeof SendRequestSchema>, authorization?: string): Promise<SendResponse> => {
    const whole = create(SendRequestSchema, { sessionToken: ada.stay.token ?? '', ...request });
    return local.send(whole, authorization);
  };
  return { ada, bob, send, there };
}

const candidate = (requestId: string) =>
  create(SignalingRequestSchema, {
    requestId,
    request: { case: 'iceCandidate', value: { toPeerId: 'bob', candidate: `${CANDIDATE} ${requestId}` } },
  });

test('requests are carried out where the stay is, each number once', async () => {
  const { bob, send } = await meet();
  const first = await send({ firstSeq: 1n, requests: [candidate('1'), candidate('2')] });
  expect(first.responses.map(({ requestId, response }) => [requestId, response.case])).toEqual([
    ['1', 'ack'],
    ['2', 'ack'],
  ]);
  expect(await send({ firstSeq: 1n, requests: [candidate('1'), candidate('2')] })).toEqual(first);
  expect(bob.kinds).toEqual(['iceCandidate', 'iceCandidate']);
});

test('acknowledgements count where the stay is', async () => {
  const { ada, bob, send, there } = await meet();
  await send({ ackedSeq: 1n });
  await expect(there.resume(ada.stay.token, 0, ada)).rejects.toMatchObject({ code: 'data-loss' });
  expect(bob.kinds).toEqual(['peerLeft']);
});

test('a token that names no stay anywhere is refused', async () => {
  const { send } = await meet();
  for (const sessionToken of ['guess', `${'x'.repeat(16)}.${'y'.repeat(32)}`]) {
    await expect(send({ sessionToken, firstSeq: 1n, requests: [candidate('1')] })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  }
});

test('what is out of range is refused here already', async () => {
  const { send } = await meet();
  await expect(send({ firstSeq: 0n, requests: [candidate('1')] })).rejects.toMatchObject({ code: 'invalid-argument' });
});

test('a newer token in the header renews the stay where it is', async () => {
  const { ada, send } = await meet();
  await send({}, 'Bearer first');
  expect(ada.stay.grant).toBe(ADA);
  await send({}, 'Bearer later');
  expect(ada.stay.grant).toBe(ADA_LATER);
  await expect(send({}, 'Bearer eve')).rejects.toMatchObject({ code: 'permission-denied' });
  await expect(send({}, 'Bearer wrong')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(ada.stay.grant).toBe(ADA_LATER);
});

test('a stay goes on while tokens cannot be checked, and without one', async () => {
  const { ada, send } = await meet();
  keys = 'gone';
  expect((await send({ firstSeq: 1n, requests: [candidate('1')] }, 'Bearer later')).responses).toHaveLength(1);
  expect((await send({ firstSeq: 2n, requests: [candidate('2')] }, 'Basic x')).responses).toHaveLength(1);
  expect(ada.stay.grant).toBe(ADA);
});

test('a field of the client cannot pass for the token', async () => {
  const { ada, send } = await meet();
  // Field 1000, "later".
  const smuggled = fromBinary(SendRequestSchema, Buffer.from(`c23e05${Buffer.from('later').toString('hex')}`, 'hex'));
  expect(smuggled.$unknown).toHaveLength(1);
  await send({ ...smuggled, sessionToken: ada.stay.token ?? '' });
  expect(ada.stay.grant).toBe(ADA);
});
