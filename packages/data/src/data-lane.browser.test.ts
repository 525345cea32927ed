import { describe } from 'vitest';
import type { ChannelOptions, ChannelPair } from './channel-pair-contract.ts';
import { describeDataLane } from './data-lane-contract.ts';

/** Two connections of this page, with one channel between them. */
async function openRealChannels({ isUnreliable = false }: ChannelOptions = {}): Promise<ChannelPair> {
  const [one, two] = [new RTCPeerConnection(), new RTCPeerConnection()];
  one.onicecandidate = ({ candidate }) => candidate && two.addIceCandidate(candidate);
  two.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate);
  const delivery = isUnreliable ? { ordered: false, maxRetransmits: 0 } : {};
  const [near, far] = [one, two].map((connection) =>
    connection.createDataChannel('lane', { negotiated: true, id: 0, ...delivery }),
  );
  if (!near || !far) throw new Error('no channels');
  await one.setLocalDescription();
  await two.setRemoteDescription(one.localDescription as RTCSessionDescriptionInit);
  await two.setLocalDescription();
  await one.setRemoteDescription(two.localDescription as RTCSessionDescriptionInit);
  await Promise.all([near, far].map((channel) => new Promise((resolve) => channel.addEventListener('open', resolve))));
  return {
    near,
    far,
    maxMessageBytes: one.sctp?.maxMessageSize ?? 0,
    close: () => {
      one.close();
      two.close();
    },
  };
}

describe('over real channels', () => describeDataLane(openRealChannels));
