import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type ClusterStay, ClusterStaySchema } from '@remotemedia/protocol/cluster';
import { PeerInfoSchema } from '@remotemedia/protocol/webrtc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { peerJoined, peerLeft } from '../hub/notices.ts';
import { HeldCopies, toSnapshot } from './held-copies.ts';
import { encodeEntry, encodeHead, type StayHead } from './stay-codec.ts';

const info = (peerId: string) => create(PeerInfoSchema, { peerId });
const grant = { subject: 's', peerId: 'ada', rooms: ['r'], allowFrom: [], mayPublish: true, maySubscribe: false };
const HEAD: StayHead = {
  secret: 'secret',
  room: 'r.1',
  info: info('ada'),
  address: '192.0.2.1',
  grant: { ...grant, denyFrom: undefined, expiresAtMs: 1_700_000_000_000 },
  firstSeq: 1,
  enteredAtMs: 1_234,
  replaces: true,
  taken: [
    ['bob', 3],
    ['bob', 7],
    ['cas', 1],
  ],
  known: ['bob'],
};

function part(first: number, count: number, more: Partial<ClusterStay> = {}): ClusterStay {
  const entries = Array.from({ length: count }, (_, index) =>
    encodeEntry({
      seq: first + index,
      notification: peerJoined(info(`p${first + index}`)),
      fromStayId: 'bob',
      number: 10 + first + index,
    }),
  );
  const numbers = { epoch: 4n, oldestSeq: BigInt(first), nextSeq: BigInt(first + count) };
  const stay = create(ClusterStaySchema, { stayId: 'stay', entries, ...numbers });
  // As it comes over the bus.
  return fromBinary(ClusterStaySchema, toBinary(ClusterStaySchema, { ...stay, ...more }));
}

const fresh = (first: number, count: number): ClusterStay =>
  part(first, count, { isFresh: true, head: encodeHead(HEAD) });

test('a copy is what its home keeps, and what goes on from it knows all', () => {
  const held = new HeldCopies();
  expect(held.hear('home', fresh(5, 2))).toBe(true);
  expect(held.hear('home', part(7, 3, { oldestSeq: 6n }))).toBe(true);
  const copy = held.find('stay');
  if (!copy) throw new Error('there is no copy');
  const snapshot = toSnapshot(copy);
  expect(snapshot).toMatchObject({ stayId: 'stay', secret: 'secret', room: 'r.1', epoch: 5, firstSeq: 1, nextSeq: 10 });
  expect(snapshot.grant).toEqual(HEAD.grant);
  expect(snapshot.entries.map(({ seq }) => seq)).toEqual([6, 7, 8, 9]);
  expect(snapshot.taken).toEqual([
    ...HEAD.taken.filter(([id]) => id === 'cas'),
    ...[3, 7, 15, 16, 17, 18, 19].map((number) => ['bob', number]),
  ]);
  expect([...snapshot.known].sort()).toEqual(['bob', 'p5', 'p6', 'p7', 'p8', 'p9']);
});

test('a gap, another version, another home or nothing to build on makes it start over', () => {
  const held = new HeldCopies();
  expect(held.hear('home', part(1, 1))).toBe(false);
  held.hear('home', fresh(1, 2));
  expect(held.hear('other', part(3, 1))).toBe(false);
  expect(held.hear('home', part(3, 1, { epoch: 5n }))).toBe(false);
  expect(held.hear('home', part(4, 1))).toBe(false);
  // What was half taken in is of no use.
  expect(held.find('stay')).toBeUndefined();
  expect(held.hear('home', fresh(1, 5))).toBe(true);
});

test('an older copy does not take the place of a newer one, nor does a stay without a secret or a room', () => {
  const held = new HeldCopies();
  held.hear('home', fresh(1, 2));
  expect(held.hear('home', { ...fresh(1, 1), epoch: 3n })).toBe(false);
  for (const head of [{ secret: '' }, { room: '../..' }, { info: info('') }]) {
    expect(new HeldCopies().hear('home', part(1, 1, { isFresh: true, head: encodeHead({ ...HEAD, ...head }) }))).toBe(
      false,
    );
  }
  expect(held.find('stay')?.entries).toHaveLength(2);
});

test('news of who the peer knows follow what it is told', () => {
  const held = new HeldCopies();
  held.hear('home', fresh(1, 1));
  const left = encodeEntry({ seq: 2, notification: peerLeft('bob'), fromStayId: '', number: 0 });
  held.hear(
    'home',
    create(ClusterStaySchema, { stayId: 'stay', epoch: 4n, oldestSeq: 1n, nextSeq: 3n, entries: [left] }),
  );
  expect(held.find('stay')?.known.ids).toEqual(['p1']);
});

test('only its home drops a copy', () => {
  const held = new HeldCopies();
  held.hear('home', fresh(1, 1));
  held.drop('stay', 'other');
  expect(held.count).toBe(1);
  held.drop('stay', 'home');
  expect(held.count).toBe(0);
});

test('whatever comes over the bus is taken or left, and never breaks anything', () => {
  const held = new HeldCopies();
  const bigint = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const stays = fc.record({
    epoch: bigint,
    oldestSeq: bigint,
    nextSeq: bigint,
    isFresh: fc.boolean(),
    isCut: fc.boolean(),
    head: fc.constantFrom(undefined, encodeHead(HEAD), encodeHead({ ...HEAD, taken: [] })),
    seqs: fc.array(bigint, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(stays, ({ seqs, head, ...stay }) => {
      const entries = seqs.map((seq) => ({ seq, notification: peerLeft('x'), fromStayId: 'bob', number: 2n ** 63n }));
      const made = create(ClusterStaySchema, { stayId: 'stay', ...stay, entries, ...(head ? { head } : {}) });
      expect(typeof held.hear('home', made)).toBe('boolean');
    }),
  );
});
