import type { Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';

/** A real client of every protocol that carries `WebRtcSignalingWeb`, by name. */
export const TRANSPORTS: Readonly<Record<string, (baseUrl: string) => Transport>> = {
  'gRPC over HTTP/2': (baseUrl) => createGrpcTransport({ baseUrl }),
  'gRPC-Web over HTTP/1.1': (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: '1.1' }),
  'gRPC-Web over HTTP/2': (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: '2' }),
  'Connect over HTTP/1.1': (baseUrl) => createConnectTransport({ baseUrl, httpVersion: '1.1' }),
  'Connect over HTTP/2': (baseUrl) => createConnectTransport({ baseUrl, httpVersion: '2' }),
};

/** gRPC as RemoteMedia's own peers speak it. */
export function grpc(baseUrl: string): Transport {
  return createGrpcTransport({ baseUrl });
}

/** gRPC-Web as browsers speak it over cleartext. */
export function grpcWeb(baseUrl: string): Transport {
  return createGrpcWebTransport({ baseUrl, httpVersion: '1.1' });
}
