import { RtcEvent } from '@remotemedia/protocol/distributor';
import { RTCPeerConnection } from 'werift';
import type { openClient, openWorker } from './negotiation-peer.ts';

const text = (message: Uint8Array) => Buffer.from(message).toString();
const bytes = (message: string) => Buffer.from(message);

/**
 * Has a client open a data channel to a worker, with real peer connections on both sides, and say `greeting` on it.
 *
 * @returns what the worker heard
 */
export async function greetOverDataChannel(
  worker: ReturnType<typeof openWorker>,
  client: ReturnType<typeof openClient>,
  workerMachineId: bigint,
  greeting: string,
): Promise<string> {
  const callee = new RTCPeerConnection();
  const caller = new RTCPeerConnection();
  callee.onIceCandidate.subscribe((candidate) => {
    if (candidate)
      worker.say({ event: RtcEvent.LOCAL_ICE_CANDIDATE, message: bytes(JSON.stringify(candidate.toJSON())) });
  });
  const answerOffers = async () => {
    for (;;) {
      const { event, message } = await worker.next();
      if (event === RtcEvent.OFFER) {
        await callee.setRemoteDescription({ type: 'offer', sdp: sdpOf(text(message)) });
        await callee.setLocalDescription(await callee.createAnswer());
        worker.say({ event: RtcEvent.ANSWER, message: bytes(callee.localDescription?.sdp ?? '') });
      } else if (event === RtcEvent.ICE_CANDIDATE) await callee.addIceCandidate(candidateOf(text(message)));
    }
  };
  const takeAnswers = async () => {
    for (;;) {
      const { event, message } = await client.next();
      if (event === RtcEvent.ANSWER) {
        await caller.setRemoteDescription({ type: 'answer', sdp: sdpOf(text(message)) });
        client.say({ event: RtcEvent.ACCEPT_ANSWER });
      } else if (event === RtcEvent.ICE_CANDIDATE) await caller.addIceCandidate(candidateOf(text(message)));
    }
  };
  const running = [answerOffers(), takeAnswers()].map((task) => task.catch(() => {}));
  const channel = caller.createDataChannel('work');
  const heard = new Promise<string>((resolve) => {
    callee.onDataChannel.subscribe((remote) => remote.onMessage.subscribe((data) => resolve(String(data))));
  });
  await caller.setLocalDescription(await caller.createOffer());
  client.say({ workerMachineId, event: RtcEvent.OFFER, message: bytes(caller.localDescription?.sdp ?? '') });
  await channel.stateChanged.watch((state) => state === 'open');
  channel.send(greeting);
  const words = await heard;
  await Promise.all([caller.close(), callee.close()]);
  worker.drop();
  client.drop();
  await Promise.all(running);
  return words;
}

function sdpOf(message: string): string {
  return message.startsWith('{') ? JSON.parse(message).sdp : message;
}

function candidateOf(message: string): { candidate: string; sdpMid?: string; sdpMLineIndex?: number } {
  return message.startsWith('{') ? JSON.parse(message) : { candidate: message, sdpMid: '0', sdpMLineIndex: 0 };
}
