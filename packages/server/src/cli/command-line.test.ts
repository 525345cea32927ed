import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Command, readCommandLine } from './command-line.ts';

type Serve = Extract<Command, { kind: 'serve' }>;
const serve = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Serve => {
  const command = readCommandLine(args, env);
  if (command.kind !== 'serve') throw new Error(`nothing is served: ${command.kind}`);
  return command;
};
const options = (args: string, env: NodeJS.ProcessEnv = {}): Serve['options'] =>
  serve(args.split(' ').filter(Boolean), env).options;

let dir: string;
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'command-line-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Without what was not given. */
const given = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));

describe('the command line', () => {
  test('has defaults of its own only for the STUN server and the log', () => {
    const { options, log, notices } = serve();
    expect(given(options)).toEqual({ stunServers: ['stun:stun.l.google.com:19302'] });
    expect(log).toEqual({ format: 'pretty', level: 'info', secrets: [] });
    expect(notices).toEqual([]);
  });

  test('takes flags in each of their forms', () => {
    expect(options('--port 1 --host=::1')).toMatchObject({ port: 1, host: '::1' });
    expect(options('--require-auth --auth-tokens abcdefgh').access).toMatchObject({ requireAuth: true });
    expect(options('--require-auth=no --auth-tokens abcdefgh').access).toMatchObject({ requireAuth: false });
    expect(options('--no-metrics')).toMatchObject({ metrics: false });
    expect(serve(['-m', 'grpc']).notices).toEqual(['--mode has no effect: all protocols are served on one port']);
    expect(options('--port 1 --port 2')).toMatchObject({ port: 2 });
    expect(options('--allow-origin https://a --allow-origin https://b,https://c').access).toMatchObject({
      allowedOrigins: ['https://a', 'https://b', 'https://c'],
    });
    expect(options('--drain-timeout 2.5')).toMatchObject({ drainTimeoutMs: 2_500 });
    expect(options('--auth-token one-token').access).toMatchObject({ tokens: ['one-token'] });
  });

  test.each([[['--stun-servers', '']], [['--stun-servers', 'none']]])('takes %j for no STUN servers', (args) => {
    expect(serve(args).options.stunServers).toEqual([]);
  });

  test('reads where to listen from arguments first, then from the environment', () => {
    expect(options('', { GRPC_BIND_ADDRESS: '0.0.0.0:50051' })).toMatchObject({ host: '0.0.0.0', port: 50_051 });
    expect(options('', { HTTP_BIND_ADDRESS: '[::]:1', GRPC_SIGNALING_ADDRESS: ':2' })).toMatchObject({ port: 2 });
    expect(options('--grpc-address 1.2.3.4:5', { REMOTEMEDIA_PORT: '6', REMOTEMEDIA_HOST: 'h' })).toMatchObject({
      host: '1.2.3.4',
      port: 5,
    });
    expect(options('--port 7 --grpc-address 1.2.3.4:5')).toMatchObject({ host: '1.2.3.4', port: 7 });
    expect(options('', { REMOTEMEDIA_PORT: '6', GRPC_BIND_ADDRESS: 'h:5' })).toMatchObject({ host: 'h', port: 6 });
    expect(options('', { GRPC_SIGNALING_PORT: '9' })).toMatchObject({ port: 9 });
  });

  test('does not take the variable of a Kubernetes service for its own', () => {
    expect(options('', { REMOTEMEDIA_PORT: 'tcp://10.0.0.1:8080' }).port).toBeUndefined();
  });

  test('takes an empty variable for one that is not set', () => {
    expect(options('', { WEBRTC_MAX_PEERS: '', GRPC_AUTH_TOKENS: ' ' })).toMatchObject({ maxPeersPerRoom: undefined });
  });

  test('takes fixed TURN servers with their credentials', () => {
    expect(options('--turn-servers turn:u%2C1:p%40w@h:3478,turns:other:5349').iceServers).toEqual([
      { urls: ['turn:h:3478'], username: 'u,1', credential: 'p@w' },
      { urls: ['turns:other:5349'] },
    ]);
  });

  test('takes TLS from files, or makes a certificate, unless it is switched off', () => {
    const pem = import.meta.filename;
    expect(options('--tls').tls).toMatchObject({ development: true });
    expect(options(`--tls-cert ${pem} --tls-key ${pem}`).tls).toMatchObject({ certFile: pem, keyFile: pem });
    expect(options(`--no-tls --tls-cert ${pem} --tls-key ${pem}`).tls).toBeUndefined();
    expect(options('--tls --tls-names a.test,10.0.0.1 --tls-allow-cleartext').tls).toMatchObject({
      names: ['a.test', '10.0.0.1'],
      allowCleartext: true,
    });
  });

  test('asks for help or the version, whatever else there is', () => {
    expect(readCommandLine(['-h', '--port', 'x'], {})).toMatchObject({ kind: 'print' });
    expect(readCommandLine(['--version'], {})).toEqual({ kind: 'version' });
  });

  test('says what has no effect, and what looks mistyped', () => {
    const env = { WEBRTC_JITTER_BUFFER_MS: '120', WEBRTC_MAX_PEER: '4', GRPC_VERBOSITY: 'debug' };
    expect(serve([], env).notices).toEqual([
      'WEBRTC_JITTER_BUFFER_MS has no effect: it acts with the server peer, which this version does not have yet',
      'the variable WEBRTC_MAX_PEER is not known; did you mean WEBRTC_MAX_PEERS?',
    ]);
  });

  test.each([
    ['--fly', {}, 'there is no flag --fly (--help lists all)'],
    ['--max-peer 3', {}, 'there is no flag --max-peer; did you mean --max-peers? (--help lists all)'],
    ['--no-port', {}, /there is no flag --no-port/],
    ['--port eighty', {}, '--port must be a whole number from 0 to 65535, got "eighty"'],
    ['--port', {}, '--port needs a value: --port PORT'],
    ['--port --tls', {}, '--port needs a value: --port PORT'],
    ['--tls=maybe', {}, '--tls must be true or false, got "maybe"'],
    ['stray', {}, /there is an argument that belongs to no flag/],
    ['--log-format xml', {}, '--log-format must be one of json, pretty, got "xml"'],
    ['--log-level loud', {}, '--log-level must be off, error, warn, info, debug or trace, got "loud"'],
    ['--drain-timeout 2h', {}, '--drain-timeout must be seconds from 0 to 3600, got "2h"'],
    [`--tls-cert ${import.meta.filename}`, {}, '--tls-cert needs --tls-key beside it'],
    ['--tls-cert /nowhere.pem', {}, '--tls-cert must be a file that can be read, got "/nowhere.pem"'],
    ['--jwks /nowhere.json', {}, '--jwks must be a file that can be read, got "/nowhere.json"'],
    ['--jwks ftp://keys', {}, /^--jwks must be an http: or https: URL/],
    ['--tls-names a', {}, '--tls-names needs --tls beside it'],
    ['--tls --tls-names *', {}, /^--tls-names must be host names/],
    ['--mode carrier-pigeon', {}, '--mode must be one of grpc, websocket, got "carrier-pigeon"'],
    ['--jitter-buffer-ms 7', {}, '--jitter-buffer-ms must be a whole number from 50 to 200, got "7"'],
    ['--manifest /nowhere/x.yaml', {}, '--manifest must be a file that can be read, got "/nowhere/x.yaml"'],
    ['--signaling-url ftp://x', {}, /--signaling-url must be a URL that starts with/],
    ['', { GRPC_SIGNALING_ADDRESS: 'localhost' }, 'GRPC_SIGNALING_ADDRESS must be HOST:PORT, got "localhost"'],
    ['', { GRPC_BIND_ADDRESS: 'h:99999' }, 'GRPC_BIND_ADDRESS must be HOST:PORT, got "h:99999"'],
    ['', { WEBRTC_MAX_PEERS: 'ten' }, 'WEBRTC_MAX_PEERS must be a whole number, got "ten"'],
    ['', { WEBRTC_MAX_PEERS: '0' }, 'WEBRTC_MAX_PEERS must be a whole number from 1 to 1000, got 0'],
    ['--max-rooms 0', {}, '--max-rooms must be a whole number from 1 to 1000000, got 0'],
    ['', { WEBRTC_STUN_SERVERS: 'stun.example.org' }, /^WEBRTC_STUN_SERVERS must be stun:host:port/],
    ['--nats http://h', {}, /^--nats must be nats:\/\/host:port/],
    ['--nats nats://h --nats-prefix a.b', {}, /^--nats-prefix must be/],
    ['--nats-prefix a', {}, '--nats-prefix needs --nats beside it'],
    ['--turn-uris turn:h --turn-secret 1234', {}, /^--turn-secret must be a text of 16 characters/],
    ['--stun-host h', {}, '--stun-host needs --stun-port beside it'],
    ['--auth-tokens a,b', { GRPC_REQUIRE_AUTH: 'si' }, 'GRPC_REQUIRE_AUTH must be true or false, got "si"'],
    ['--require-auth', {}, '--require-auth needs --auth-tokens or --jwks or --jwt-secret beside it'],
    ['', { REMOTEMEDIA_JWT_ISSUER: 'a' }, 'REMOTEMEDIA_JWT_ISSUER needs --jwks or --jwt-secret beside it'],
    ['--jwks https://a/b --jwt-secret c', {}, 'give either --jwks or --jwt-secret, not both'],
    ['--demo-dir /nowhere', {}, '--demo-dir must be a folder with index.html in it, got "/nowhere"'],
    ['--stun-port 1 --stun-alternate-host 10.0.0.2', {}, /^--stun-host must be one address, not a name/],
    ['--jwt-secret short', {}, /^--jwt-secret must be text of 32 bytes/],
    ['--allow-origin https://a/path', {}, /^--allow-origin must be origins/],
    ['--trust-proxy 10.0.0.0/99', {}, /^--trust-proxy must be/],
    ['--trust-proxy two', {}, /^--trust-proxy must be a number of proxies, or networks/],
    ['', { RUST_LOG: 'info,=' }, /^RUST_LOG must be off, error/],
    ['', { GRPC_JSON_LOGGING: 'ja' }, 'GRPC_JSON_LOGGING must be true or false, got "ja"'],
    ['', { REMOTEMEDIA_TURN_SECRET: 'abcdefgh' }, 'REMOTEMEDIA_TURN_SECRET needs --turn-uris beside it'],
  ])('refuses %j with %j', (args, env, message) => {
    const failure = (): unknown => options(args, env);
    expect(failure).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    if (message instanceof RegExp)
      expect(failure).toThrow(expect.objectContaining({ detail: expect.stringMatching(message) }));
    else expect(failure).toThrow(expect.objectContaining({ detail: message }));
  });
});

describe('a secret', () => {
  test('comes from a file as well', () => {
    const tokens = file('tokens', 'token-number-one\ntoken-number-two\n');
    const expected = ['token-number-one', 'token-number-two'];
    expect(options(`--auth-tokens-file ${tokens}`).access?.tokens).toEqual(expected);
    expect(options('', { GRPC_AUTH_TOKENS_FILE: tokens }).access?.tokens).toEqual(expected);
    expect(serve([], { GRPC_AUTH_TOKENS_FILE: tokens }).log.secrets).toEqual(expected);
  });

  test('of an argument counts before that of the environment', () => {
    const secret = file('metrics', 'from-the-file');
    const env = { REMOTEMEDIA_METRICS_TOKEN: 'from-the-environment' };
    expect(options(`--metrics-token-file ${secret}`, env).metricsToken).toBe('from-the-file');
  });

  test.each([
    ['as it is and in a file', () => ['--metrics-token', 'hush-hush', '--metrics-token-file', file('twice', 'hush')]],
    ['in a file that is not there', () => ['--metrics-token-file', '/nowhere']],
    ['in a folder', () => ['--metrics-token-file', dir]],
    ['in an empty file', () => ['--metrics-token-file', file('empty', ' \n')]],
    ['in a file of 2 MB', () => ['--metrics-token-file', file('large', 'hush'.repeat(500_000))]],
    ['as a TURN server without a form', () => ['--turn-servers', 'user:hush-hush@host']],
    ['behind a flag that is none', () => ['--metric-token=hush-hush']],
    ['behind no flag', () => ['hush-hush']],
  ])('is refused and not shown when it is given %s', (_how, args) => {
    const failure = (): unknown => serve(args());
    expect(failure).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    expect(failure).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hush') }));
  });

  test('in a URL is one for the log', () => {
    const { log } = serve(['--nats', 'nats://user:pa55word@h:4222', '--turn-servers', 'turn:user:hunter22@h:1']);
    expect(log.secrets).toEqual(expect.arrayContaining(['pa55word', 'hunter22']));
    expect(serve(['--nats', 'nats://t0ken@h:4222']).log.secrets).toEqual(['t0ken']);
  });
});
