import { expect, test, vi } from 'vitest';
import { iceSessionOf, usesRelay } from './relay-in-use.ts';

test('a connection over the machine itself uses no relay, and an ICE restart is another session', async () => {
  const [ada, bob] = [new RTCPeerConnection(), new RTCPeerConnection()];
  ada.onicecandidate = ({ candidate }) => void bob.addIceCandidate(candidate ?? undefined);
  bob.onicecandidate = ({ candidate }) => void ada.addIceCandidate(candidate ?? undefined);
  expect(await usesRelay(ada)).toBe(false);
  expect(iceSessionOf(ada)).toBe('');
  const channel = ada.createDataChannel('x');
  const negotiate = async () => {
    await ada.setLocalDescription();
    if (ada.localDescription) await bob.setRemoteDescription(ada.localDescription);
    await bob.setLocalDescription();
    if (bob.localDescription) await ada.setRemoteDescription(bob.localDescription);
  };
  await negotiate();
  await vi.waitFor(() => expect(channel.readyState).toBe('open'), 10_000);
  expect(await usesRelay(ada)).toBe(false);
  const before = iceSessionOf(ada);
  expect(before).not.toBe('');
  ada.restartIce();
  await negotiate();
  expect(iceSessionOf(ada)).not.toBe(before);
  ada.close();
  bob.close();
  expect(await usesRelay(ada)).toBe(false);
});
