import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import {
  Health,
  ServerReflection,
  ServerReflectionAlpha,
  type ServerReflectionRequestSchema,
  HealthCheckResponse_ServingStatus as Status,
} from '@remotemedia/protocol/grpc';
import { afterEach, describe, expect, test } from 'vitest';
import { type RemoteMediaServer, type ServerOptions, startServer } from '../../index.ts';
import { GrpcPeer } from '../../testing/grpc-peer.ts';
import { grpc, TRANSPORTS } from '../../testing/transports.ts';
import { makeSelfSigned } from '../../tls/self-signed.ts';

const SERVICES = [
  'grpc.health.v1.Health',
  'grpc.reflection.v1.ServerReflection',
  'grpc.reflection.v1alpha.ServerReflection',
  'remotemedia.v1.ClientService',
  'remotemedia.v1.WorkerService',
  'remotemedia.v1.webrtc.WebRtcSignaling',
  'remotemedia.v1.webrtc.WebRtcSignalingWeb',
];

let server: RemoteMediaServer;
afterEach(() => server.close());

async function start(options: ServerOptions = {}): Promise<string> {
  server = await startServer({ port: 0, ...options });
  return server.url;
}

describe('gRPC health', () => {
  test.each(Object.entries(TRANSPORTS))(
    'is good for the server and each of its services over %s',
    async (_name, connect) => {
      const health = createClient(Health, connect(await start()));
      for (const service of ['', ...SERVICES]) {
        expect(await health.check({ service }), service).toMatchObject({ status: Status.SERVING });
      }
      await expect(health.check({ service: 'x.Y' })).rejects.toMatchObject({ code: 5, rawMessage: /no service "x.Y"/ });
      const { statuses } = await health.list({});
      expect(Object.keys(statuses).sort()).toEqual(['', ...SERVICES]);
    },
  );

  test('is watched until the client or the server goes', async () => {
    const health = createClient(Health, grpc(await start()));
    const stop = new AbortController();
    const unknown = health.watch({ service: 'x.Y' }, { signal: stop.signal })[Symbol.asyncIterator]();
    expect((await unknown.next()).value).toMatchObject({ status: Status.SERVICE_UNKNOWN });
    stop.abort();
    await expect(unknown.next()).rejects.toMatchObject({ code: 1 });
    const watched = health.watch({})[Symbol.asyncIterator]();
    expect((await watched.next()).value).toMatchObject({ status: Status.SERVING });
    const end = watched.next();
    await Promise.all([server.close(), expect(end).rejects.toMatchObject({ code: 14 })]);
  });

  test('is bad once the server drains, and those who watch are told', async () => {
    const health = createClient(Health, grpc(await start({ drainTimeoutMs: 5_000 })));
    const watched = health.watch({ service: SERVICES[5] ?? '' })[Symbol.asyncIterator]();
    expect((await watched.next()).value).toMatchObject({ status: Status.SERVING });
    const peer = await GrpcPeer.enter(grpc(server.url), { id: 'a' });
    const drained = server.drain();
    expect((await watched.next()).value).toMatchObject({ status: Status.NOT_SERVING });
    await peer.ended;
    await drained;
  });
});

describe.each(['v1', 'v1alpha'])('gRPC reflection %s', (version) => {
  type Question = NonNullable<MessageInitShape<typeof ServerReflectionRequestSchema>['messageRequest']>;

  /** Asks in one call; the answers in their order. */
  async function ask(...questions: Question[]) {
    const service = version === 'v1' ? ServerReflection : (ServerReflectionAlpha as unknown as typeof ServerReflection);
    const client = createClient(service, grpc(server.url));
    async function* requests() {
      for (const messageRequest of questions) yield { host: 'h', messageRequest };
    }
    const answers = [];
    for await (const answer of client.serverReflectionInfo(requests())) {
      expect(answer.validHost).toBe('h');
      expect(answer.originalRequest?.messageRequest.case).toBe(questions[answers.length]?.case);
      answers.push(answer.messageResponse);
    }
    return answers;
  }

  test('lists the services', async () => {
    await start();
    const [list] = await ask({ case: 'listServices', value: '*' });
    expect(list).toMatchObject({ value: { service: SERVICES.map((name) => ({ name })) } });
  });

  test.each([
    'remotemedia.v1.webrtc.WebRtcSignalingWeb',
    'remotemedia.v1.webrtc.WebRtcSignalingWeb.Send',
    'remotemedia.v1.webrtc.SubscribeResponse',
    'remotemedia.v1.webrtc.SubscribeResponse.notification',
    'remotemedia.v1.webrtc.SubscribeResponse.event',
  ])('gives the file of %s with what it imports', async (symbol) => {
    await start();
    const [answer] = await ask({ case: 'fileContainingSymbol', value: symbol });
    const files = answer?.case === 'fileDescriptorResponse' ? answer.value.fileDescriptorProto : [];
    expect(files.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes).name)).toEqual([
      'remotemedia/v1/webrtc/webrtc_signaling.proto',
      'remotemedia/v1/webrtc/webrtc_signaling_web.proto',
    ]);
  });

  test('finds enums and their values, nested ones, and files by name', async () => {
    await start();
    const answers = await ask(
      { case: 'fileContainingSymbol', value: 'remotemedia.v1.webrtc.PeerState' },
      { case: 'fileContainingSymbol', value: 'remotemedia.v1.webrtc.PEER_STATE_BUSY' },
      { case: 'fileContainingSymbol', value: 'grpc.health.v1.HealthCheckResponse.ServingStatus' },
      { case: 'fileContainingSymbol', value: 'grpc.health.v1.HealthCheckResponse.SERVING' },
      { case: 'fileByFilename', value: 'remotemedia/v1/webrtc/webrtc_signaling.proto' },
      { case: 'allExtensionNumbersOfType', value: 'remotemedia.v1.webrtc.PeerInfo' },
    );
    expect(answers.map(({ case: kind }) => kind)).toEqual([
      ...Array.from({ length: 5 }, () => 'fileDescriptorResponse'),
      'allExtensionNumbersResponse',
    ]);
  });

  test('says what it does not know, and goes on', async () => {
    await start();
    const answers = await ask(
      { case: 'fileContainingSymbol', value: 'nothing' },
      { case: 'fileByFilename', value: '../../etc/passwd' },
      { case: 'fileContainingExtension', value: { containingType: 'a.B', extensionNumber: 5 } },
      { case: 'allExtensionNumbersOfType', value: 'grpc.health.v1.Health' },
      { case: 'listServices', value: '' },
    );
    expect(answers.slice(0, 4).map(({ value }) => value)).toMatchObject(
      Array.from({ length: 4 }, () => ({ errorCode: 5 })),
    );
    expect(answers[4]?.case).toBe('listServicesResponse');
  });
});

const run = promisify(execFile);

/** Runs `buf curl` as a stranger would, who has no .proto files. */
async function bufCurl(...args: string[]): Promise<string> {
  const { stdout } = await run('npx', ['--no-install', 'buf', 'curl', '--protocol', 'grpc', ...args]);
  return stdout;
}

describe('buf curl', { timeout: 20_000 }, () => {
  test('needs nothing but the address, in cleartext', async () => {
    const url = await start();
    await GrpcPeer.enter(grpc(url), { id: 'a' });
    expect((await bufCurl('--http2-prior-knowledge', '--list-services', url)).trim().split('\n')).toEqual(SERVICES);
    const call = `${url}/remotemedia.v1.webrtc.WebRtcSignaling/GetPeers`;
    expect(JSON.parse(await bufCurl('--http2-prior-knowledge', call))).toMatchObject({ count: 1 });
    const signal = `${url}/remotemedia.v1.webrtc.WebRtcSignaling/Signal`;
    const requests = '{"requestId":"1","announce":{"peerId":"b"}} {"requestId":"2","listPeers":{}}';
    const answers = await bufCurl('--http2-prior-knowledge', '-d', requests, signal);
    expect(answers).toMatch(/"requestId": ?"1"[\s\S]*announced successfully[\s\S]*"requestId": ?"2"[\s\S]*"peerList"/);
  });

  test('needs nothing but the address and the certificate, over TLS', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'services-test-'));
    try {
      const credentials = makeSelfSigned({ names: ['localhost'], nowMs: Date.now(), validMs: 86_400_000 });
      await writeFile(join(dir, 'cert.pem'), credentials.cert);
      const url = await start({ tls: credentials });
      expect(url).toMatch(/^https:/);
      const cacert = ['--cacert', join(dir, 'cert.pem')];
      expect((await bufCurl(...cacert, '--list-services', url)).trim().split('\n')).toEqual(SERVICES);
      const call = `${url}/grpc.health.v1.Health/Check`;
      expect(JSON.parse(await bufCurl(...cacert, call))).toEqual({ status: 'SERVING' });
      const transport = createGrpcTransport({ baseUrl: url, nodeOptions: { ca: credentials.cert } });
      const peer = await GrpcPeer.enter(transport, { id: 'a' });
      expect(await peer.list()).toEqual(['a']);
    } finally {
      await rm(dir, { recursive: true });
    }
  });
});
