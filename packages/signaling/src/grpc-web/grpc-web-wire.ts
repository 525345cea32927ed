import { SdkError } from '@remotemedia/base';
import { reach } from '../wire/reach.ts';
import type { Wire } from '../wire/wire.ts';
import { call, callWithoutAnswer } from './call.ts';
import { sendRequest, subscribeRequest } from './requests.ts';
import { streamMessage, tokenExpiry, wireResults } from './responses.ts';

/** The service that browsers can call, by its name in the protocol. */
const SERVICE = 'remotemedia.v1.webrtc.WebRtcSignalingWeb';

/** Speaks `remotemedia.v1.webrtc.WebRtcSignalingWeb` over gRPC-Web to the server at `baseUrl`. */
export function createGrpcWebWire(baseUrl: string): Wire {
  const urlOf = (method: string) => `${baseUrl.replace(/\/$/, '')}/${SERVICE}/${method}`;
  return {
    reach: (signal) => reach(baseUrl, signal),
    // The server gives signs of life by itself.
    ping: () => false,
    async *open(intent, signal, bearer) {
      const firstOfferSdp = intent.type === 'announce' ? await intent.request.firstOfferSdp : undefined;
      const request = subscribeRequest(intent, firstOfferSdp ?? '');
      for await (const bytes of call(urlOf('Subscribe'), request, signal, bearer)) yield streamMessage(bytes);
    },
    async send(batch, signal) {
      for await (const bytes of call(urlOf('Send'), sendRequest(batch), signal)) return wireResults(bytes);
      throw noMessage();
    },
    async renew(sessionToken, bearer, signal) {
      const request = sendRequest({ sessionToken, firstSeq: 1n, requests: [], ackedSeq: 0n });
      for await (const bytes of call(urlOf('Send'), request, signal, bearer)) return tokenExpiry(bytes);
      throw noMessage();
    },
    acknowledge: (sessionToken, ackedSeq) =>
      callWithoutAnswer(urlOf('Send'), sendRequest({ sessionToken, firstSeq: 1n, requests: [], ackedSeq })),
    leaveOnUnload: (batch) => callWithoutAnswer(urlOf('Send'), sendRequest(batch)),
  };
}

function noMessage(): SdkError {
  return new SdkError('data-loss', 'the server answered Send without a message');
}
