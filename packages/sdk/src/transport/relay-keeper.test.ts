import { ManualClock, type SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { IceServers } from './ice-servers.ts';
import { type IceServersAnswer, offerOf } from './ice-servers-answer.ts';
import { RelayKeeper } from './relay-keeper.ts';

/** The time of day at which tests begin, in milliseconds since 1970. */
const START_MS = 1_790_000_000_000;

/** Servers with credentials that run out so many seconds after the beginning. */
const turn = (untilS: number) => [
  { urls: ['turn:turn.example.org'], username: `${START_MS / 1_000 + untilS}:ada`, credential: `c${untilS}` },
];

/** A peer whose connection does what a test needs of one. */
function fakePeer(candidateType: 'relay' | 'host', kind = 'connected') {
  let session = 1;
  let iceServers: unknown = [];
  const restarts: number[] = [];
  const stats = [
    { id: 't', type: 'transport', selectedCandidatePairId: 'p' },
    { id: 'p', type: 'candidate-pair', localCandidateId: 'l' },
    { id: 'l', type: 'local-candidate', candidateType },
  ];
  const connection = {
    signalingState: 'stable',
    get localDescription() {
      return { sdp: `v=0\r\na=ice-ufrag:u${session}\r\n` };
    },
    getConfiguration: () => ({}),
    setConfiguration: (configuration: RTCConfiguration) => {
      iceServers = configuration.iceServers;
    },
    getStats: async () => new Map(stats.map((entry) => [entry.id, entry])),
  } as unknown as RTCPeerConnection;
  return {
    connection,
    state: { kind },
    restarts,
    iceServers: () => iceServers,
    /** The other side made it look for a new path. */
    restarted: () => (session += 1),
  };
}

/** A renewal in the hands of a test. */
function setUp(answers: (IceServersAnswer | Error)[], peers: ReturnType<typeof fakePeer>[]) {
  const clock = new ManualClock();
  const errors: SdkError[] = [];
  const asked: number[] = [];
  const iceServers = new IceServers([]);
  const reconnecting = peers.map((peer) => ({
    ...peer,
    reconnect: async () => {
      peer.restarted();
      peer.restarts.push(clock.now());
    },
  }));
  const renewal = new RelayKeeper({
    iceServers,
    peers: () => reconnecting,
    ask: async () => {
      asked.push(clock.now());
      const answer = answers.shift() ?? new Error('nothing left');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    onError: (error) => errors.push(error),
    clock,
    wallMs: () => START_MS + clock.now(),
  });
  return { clock, errors, asked, iceServers, renewal };
}

describe('RelayKeeper', () => {
  it('asks for newer servers in good time, again and again, and moves those who use a relay, and only those', async () => {
    const [relayed, direct, recovering] = [fakePeer('relay'), fakePeer('host'), fakePeer('relay', 'recovering')];
    const { clock, asked, iceServers, renewal, errors } = setUp(
      [turn(40), turn(60), turn(80)],
      [relayed, direct, recovering],
    );
    renewal.takeOwn(turn(20));
    await clock.advance(9_999);
    expect(asked).toEqual([]);
    await clock.advance(2_001);
    expect(asked).toHaveLength(1);
    expect(iceServers.list).toEqual(turn(40));
    for (const peer of [relayed, direct, recovering]) expect(peer.iceServers()).toEqual(turn(40));
    await clock.advance(8_000);
    expect(relayed.restarts).toHaveLength(1);
    expect(relayed.restarts[0]).toBeLessThan(14_000);
    await clock.advance(40_000);
    expect(asked).toHaveLength(3);
    expect(relayed.restarts).toHaveLength(3);
    expect([direct.restarts, recovering.restarts]).toEqual([[], []]);
    expect(errors).toEqual([]);
    renewal.close();
    expect(clock.pending).toBe(0);
  });

  it('leaves a connection alone that found a new path meanwhile', async () => {
    const peer = fakePeer('relay');
    const { clock, renewal } = setUp([], [peer]);
    renewal.takeOffered({ iceServers: turn(20), expiresInMs: 20_000 });
    await clock.advance(2_000);
    renewal.takeOffered({ iceServers: turn(22), expiresInMs: 20_000 });
    peer.restarted();
    await clock.advance(60_000);
    expect(peer.restarts).toEqual([]);
    renewal.close();
  });

  it('lets connections stay for half of the life of what they were made with, and no longer', async () => {
    const peer = fakePeer('relay');
    const { clock, renewal } = setUp([], [peer]);
    renewal.takeOffered({ iceServers: turn(600), expiresInMs: 600_000 });
    await clock.advance(60_000);
    renewal.takeOffered({ iceServers: turn(660), expiresInMs: 600_000 });
    expect(peer.iceServers()).toEqual(turn(660));
    await clock.advance(239_000);
    expect(peer.restarts).toEqual([]);
    await clock.advance(2_500);
    expect(peer.restarts).toHaveLength(1);
    await clock.advance(600_000);
    expect(peer.restarts).toHaveLength(1);
    renewal.close();
    expect(clock.pending).toBe(0);
  });

  it('moves nobody for the same servers said again, or for ones that never ran out', async () => {
    const peer = fakePeer('relay');
    const { clock, renewal } = setUp([], [peer]);
    renewal.takeOffered({ iceServers: turn(20), expiresInMs: 20_000 });
    await clock.advance(15_000);
    renewal.takeOffered({ iceServers: turn(20), expiresInMs: 5_000 });
    await clock.advance(1_000_000);
    renewal.takeOffered({ iceServers: [], expiresInMs: 0 });
    await clock.advance(10_000);
    renewal.takeOffered({ iceServers: turn(1), expiresInMs: 10_000 });
    await clock.advance(1_000_000);
    expect(peer.restarts).toHaveLength(1);
    renewal.close();
  });

  it('asks again when the application fails or gives the same ones, and says so once', async () => {
    const peer = fakePeer('relay');
    const { clock, asked, errors, renewal } = setUp([new Error('offline'), turn(20), turn(100)], [peer]);
    renewal.takeOwn(turn(20));
    await clock.advance(19_000);
    expect(asked).toHaveLength(3);
    expect(errors.map(({ detail }) => detail)).toEqual(['offline']);
    await clock.advance(1_000);
    expect(peer.restarts).toHaveLength(1);
    renewal.close();
    expect(clock.pending).toBe(0);
  });

  it('asks nobody after the end, not even one who answers late', async () => {
    const { clock, asked, iceServers, renewal, errors } = setUp([turn(40)], []);
    renewal.takeOwn(turn(20));
    renewal.close();
    renewal.takeOwn(turn(60));
    await clock.advance(100_000);
    expect(asked).toEqual([]);
    expect(iceServers.list).toEqual(turn(20));
    expect(errors).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('offerOf()', () => {
  it('finds the earliest time among user names, and takes an explicit one for it', () => {
    expect(offerOf([...turn(90), ...turn(60), { urls: 'stun:x' }], START_MS).expiresInMs).toBe(60_000);
    expect(offerOf({ iceServers: turn(60), expiresInMs: 5 }, START_MS).expiresInMs).toBe(5);
  });

  it('takes servers for good whose user names say nothing, or a time that is over', () => {
    for (const username of ['ada', '12:ada', '1790000000', '123456789012:ada', '', '1000000000:ada']) {
      const servers = [{ urls: 'turn:x', username, credential: 'c' }];
      expect(offerOf(servers, START_MS)).toEqual({ iceServers: servers, expiresInMs: 0 });
    }
    expect(offerOf([], START_MS)).toEqual({ iceServers: [], expiresInMs: 0 });
  });
});
