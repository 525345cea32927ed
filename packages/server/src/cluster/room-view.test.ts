import { SdkError } from '@remotemedia/base';
import type { ClusterMember } from '@remotemedia/protocol/cluster';
import { expect, test } from 'vitest';
import { LocalMember } from './local-member.ts';
import { encodeMember } from './member-codec.ts';
import { RoomView } from './room-view.ts';
import { TestCluster } from './testing/test-cluster.ts';

/** A view of its own on a stay of the hub, which notes what it says and lets go of. */
async function view(instanceId: string, peerId: string, isAttached: boolean) {
  const cluster = await TestCluster.start({ count: 1 });
  const member = await cluster.during(cluster.instances[0]?.enter(peerId) ?? Promise.reject());
  if (!isAttached) member.lose();
  const published: ClusterMember[] = [];
  const yielded: string[] = [];
  const made = new RoomView('r.1', {
    instanceId,
    isDead: () => false,
    wasAsleep: () => false,
    carry: async () => {},
    publish: (_, members) => void published.push(...members),
    release: () => {},
    yieldTo: (local, reason, place) =>
      void yielded.push(`${local.stayId} ${SdkError.from(reason).code} ${place().home}`),
  });
  const local = new LocalMember(member.stay, { enteredAtMs: 1, replaces: false, isIn: true, epoch: 5, ownSeq: 1 });
  made.add(local);
  return { made, local, published, yielded };
}

test.each([
  { epoch: 4, home: 'z', attached: false, keeps: true },
  { epoch: 5, home: 'a', attached: false, keeps: true },
  { epoch: 5, home: 'z', attached: false, keeps: false },
  { epoch: 6, home: 'a', attached: false, keeps: false },
  { epoch: 6, home: 'a', attached: true, keeps: true },
  { epoch: 5, home: 'z', attached: true, keeps: true },
])(
  'of two homes of a stay one gives way: $epoch at $home against 5 here, attached here: $attached',
  async ({ epoch, home, attached, keeps }) => {
    const { made, local, published, yielded } = await view('m', 'ada', attached);
    const said = { ...local.state, epoch, isAttached: false };
    made.apply(home, [encodeMember(said)], false);
    expect(yielded).toEqual(keeps ? [] : [`${local.stayId} unavailable ${home}`]);
    if (!keeps) return;
    // What it answers has to convince the other one, or both would go on for ever.
    const [answer] = published;
    const convinces = Number(answer?.epoch) > epoch || (Number(answer?.epoch) === epoch && home < 'm');
    expect(convinces).toBe(true);
  },
);
