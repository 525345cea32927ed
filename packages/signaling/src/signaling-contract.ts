import { describe, expect, it, vi } from 'vitest';
import { CAPABILITIES, type ContractEnvironment, candidate, castOf, id, type Member, WAIT } from './cast-contract.ts';
import { describeRecovery } from './recovery-contract.ts';

export type { ContractEnvironment } from './cast-contract.ts';

/** The least that passes for a session description. */
const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n';

/** The rules every `SignalingChannel` keeps, as tests over the environment that `open` makes. */
export function describeSignalingContract(name: string, open: () => Promise<ContractEnvironment>): void {
  describe(`SignalingChannel contract: ${name}`, () => {
    const cast = castOf(open);
    const { member, join, joined } = cast;

    it('tells a newcomer who is there, and those there of the newcomer', async () => {
      const ada = await joined('ada');
      const bob = member();
      const { peers } = await join(bob, 'bob');
      expect(peers).toMatchObject([{ id: 'ada', displayName: 'ADA', capabilities: CAPABILITIES }]);
      await vi.waitFor(() => expect(ada.heard).toEqual(['joined bob "BOB"']), WAIT);
      expect(bob.channel.state).toEqual({ kind: 'joined' });
    });

    it('hands the first offer to whoever has been there longest', async () => {
      const enter = (made: Member, name: string, firstOfferSdp: string) =>
        made.channel.join({ room: 'contract', peerId: id(name), capabilities: CAPABILITIES, firstOfferSdp });
      const ada = member();
      expect(await enter(ada, 'ada', SDP)).toEqual({ peers: [], offered: undefined });
      const bob = await joined('bob');
      const cem = member();
      expect(await enter(cem, 'cem', SDP)).toMatchObject({ peers: [{ id: 'ada' }, { id: 'bob' }], offered: 'ada' });
      await vi.waitFor(() => expect(ada.heard).toEqual(['joined bob "BOB"', 'joined cem "cem"', 'offer cem']), WAIT);
      await vi.waitFor(() => expect(bob.heard).toEqual(['joined cem "cem"']), WAIT);
      await expect(enter(member(), 'dan', 'not SDP')).rejects.toMatchObject({ code: 'invalid-argument' });
      expect(await ada.channel.listPeers()).toHaveLength(3);
    });

    it('keeps rooms apart', async () => {
      const ada = await joined('ada', 'red');
      const bob = await joined('ada', 'blue');
      await expect(bob.channel.send(id('bob'), { type: 'offer', sdp: SDP })).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await ada.channel.listPeers()).toHaveLength(1);
      expect(ada.heard).toEqual([]);
    });

    it('carries signals once and in order', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      const sent = [ada.channel.send(id('bob'), { type: 'offer', sdp: SDP })];
      for (let index = 0; index < 200; index += 1) sent.push(ada.channel.send(id('bob'), candidate(`c${index}`)));
      await Promise.all(sent);
      const expected = ['offer ada', ...Array.from({ length: 200 }, (_, index) => `candidate ada c${index}`)];
      await vi.waitFor(() => expect(bob.heard).toEqual(expected), WAIT);
      await bob.channel.send(id('ada'), { type: 'answer', sdp: SDP });
      await vi.waitFor(() => expect(ada.heard).toEqual(['joined bob "BOB"', 'answer bob']), WAIT);
    });

    it('keeps all of a signal', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      const got: unknown[] = [];
      bob.channel.on('signal', (signal) => got.push(signal));
      const end = { type: 'candidate', candidate: '', sdpMid: null, sdpMLineIndex: 0 } as const;
      const sdp = `${SDP}a=text:ü€😀\r\n`;
      await ada.channel.send(id('bob'), { type: 'offer', sdp });
      await ada.channel.send(id('bob'), { type: 'candidate', candidate: 'candidate:1', sdpMid: 'a', sdpMLineIndex: 3 });
      await ada.channel.send(id('bob'), end);
      await vi.waitFor(() => expect(got).toHaveLength(3), WAIT);
      expect(got).toEqual([
        { from: 'ada', signal: { type: 'offer', sdp } },
        { from: 'ada', signal: { type: 'candidate', candidate: 'candidate:1', sdpMid: 'a', sdpMLineIndex: 3 } },
        { from: 'ada', signal: { ...end, sdpMLineIndex: expect.toBeOneOf([0, null]) } },
      ]);
    });

    it('refuses what cannot be done with a typed error, and goes on', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      const { channel } = ada;
      await expect(channel.send(id('nobody'), { type: 'offer', sdp: SDP })).rejects.toMatchObject({
        code: 'not-found',
      });
      await expect(channel.send(id('bob'), { type: 'offer', sdp: 'not SDP' })).rejects.toMatchObject({
        code: 'invalid-argument',
      });
      await expect(
        channel.send(id('bob'), { type: 'offer', sdp: SDP + 'a=x\r\n'.repeat(20_000) }),
      ).rejects.toMatchObject({ code: 'invalid-argument' });
      await channel.send(id('bob'), { type: 'offer', sdp: SDP });
      await vi.waitFor(() => expect(bob.heard).toEqual(['offer ada']), WAIT);
      expect(ada.states).toEqual(['joining', 'joined']);
    });

    it('refuses a peer id that is taken and leaves its owner alone', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      const second = member();
      await expect(join(second, 'ada')).rejects.toMatchObject({ code: 'already-exists' });
      expect(second.channel.state).toMatchObject({ kind: 'closed', error: { code: 'already-exists' } });
      await ada.channel.send(id('bob'), { type: 'offer', sdp: SDP });
      await vi.waitFor(() => expect(bob.heard).toEqual(['offer ada']), WAIT);
    });

    it('refuses an eleventh peer', async () => {
      await Promise.all(Array.from({ length: 10 }, (_, index) => joined(`peer-${index}`)));
      const late = member();
      await expect(join(late, 'late')).rejects.toMatchObject({ code: 'resource-exhausted' });
    });

    it('works for one join: not before, not twice, not after', async () => {
      const ada = member();
      await expect(ada.channel.send(id('bob'), { type: 'offer', sdp: SDP })).rejects.toMatchObject({
        code: 'failed-precondition',
      });
      await join(ada, 'ada');
      await expect(join(ada, 'ada')).rejects.toMatchObject({ code: 'failed-precondition' });
      expect(ada.channel.state).toEqual({ kind: 'joined' });
      await ada.channel.close();
      await expect(ada.channel.listPeers()).rejects.toMatchObject({ code: 'failed-precondition' });
      await expect(join(ada, 'ada')).rejects.toMatchObject({ code: 'failed-precondition' });
    });

    it('gives up when the caller does', async () => {
      const gone = AbortSignal.abort();
      const never = member();
      await expect(
        never.channel.join({ room: 'contract', peerId: id('never'), capabilities: CAPABILITIES }, { signal: gone }),
      ).rejects.toMatchObject({ code: 'cancelled' });
      const ada = await joined('ada');
      await expect(ada.channel.listPeers({ signal: gone })).rejects.toMatchObject({ code: 'cancelled' });
      expect(await ada.channel.listPeers()).toHaveLength(1);
    });

    it('lists everyone, ourselves included', async () => {
      const ada = await joined('ada');
      await joined('bob');
      const infos = await ada.channel.listPeers();
      expect(infos.map((info) => String(info.id)).sort()).toEqual(['ada', 'bob']);
    });

    it('tells a peer that it is dismissed', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      await ada.channel.dismiss(id('bob'));
      await vi.waitFor(() => expect(bob.heard).toEqual(['dismissed ada']), WAIT);
      expect(await ada.channel.listPeers()).toHaveLength(2);
    });

    it('tells the others that a peer is busy or away, and what else is new of it', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      await ada.channel.update({ presence: 'away', metadata: { mood: 'ü' } });
      await ada.channel.update({ metadata: { mood: '' } });
      await ada.channel.update({ presence: 'available' });
      const expected = ['updated ada away ü', 'updated ada away -', 'updated ada available -'];
      await vi.waitFor(() => expect(bob.heard).toEqual(expected), WAIT);
      await bob.channel.update({ presence: 'busy' });
      const infos = await ada.channel.listPeers();
      expect(infos.find((info) => info.id === 'bob')?.presence).toBe('busy');
      expect(infos.find((info) => info.id === 'bob')?.displayName).toBe('BOB');
    });

    it('leaves at once when closed, for good', async () => {
      const ada = await joined('ada');
      const bob = await joined('bob');
      await bob.channel.close();
      await bob.channel.close();
      await vi.waitFor(() => expect(ada.heard).toEqual(['joined bob "BOB"', 'left bob']), WAIT);
      expect(bob.channel.state).toEqual({ kind: 'closed' });
      await joined('bob');
      await ada.channel.send(id('bob'), { type: 'offer', sdp: SDP });
      expect(bob.heard).toEqual([]);
    });

    describeRecovery(cast);
  });
}
