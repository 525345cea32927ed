import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { toSettings } from '../server-options.ts';
import { dashed, type Flag } from './flag.ts';
import { FLAGS } from './flag-table.ts';
import { FlagValues } from './flag-values.ts';
import { helpText } from './help-text.ts';
import { toServerOptions } from './to-server-options.ts';

/** What each upstream server and document takes. */
const UPSTREAM_FLAGS = [
  '--mode',
  '--grpc-address',
  '--manifest',
  '--signaling-url',
  '--stun-servers',
  '--max-peers',
  '--enable-data-channel',
  '--jitter-buffer-ms',
];
const UPSTREAM_VARIABLES = [
  'WEBRTC_MODE',
  'GRPC_SIGNALING_ADDRESS',
  'GRPC_SIGNALING_PORT',
  'WEBRTC_PIPELINE_MANIFEST',
  'WEBRTC_SIGNALING_URL',
  'WEBRTC_MAX_PEERS',
  'WEBRTC_ENABLE_DATA_CHANNEL',
  'WEBRTC_ENABLE_GRPC_SIGNALING',
  'WEBRTC_JITTER_BUFFER_MS',
  'WEBRTC_STUN_SERVERS',
  'WEBRTC_TURN_SERVERS',
  'REMOTEMEDIA_TURN_URL',
  'GRPC_BIND_ADDRESS',
  'GRPC_AUTH_TOKENS',
  'GRPC_REQUIRE_AUTH',
  'GRPC_MAX_MEMORY_MB',
  'GRPC_MAX_TIMEOUT_SEC',
  'GRPC_JSON_LOGGING',
  'HTTP_BIND_ADDRESS',
  'RUST_LOG',
];

test('the table has everything that other RemoteMedia servers take', () => {
  expect(FLAGS.map(dashed)).toEqual(expect.arrayContaining(UPSTREAM_FLAGS));
  expect(FLAGS.flatMap(({ env }) => env)).toEqual(expect.arrayContaining(UPSTREAM_VARIABLES));
});

test('no name means two things', () => {
  const names = FLAGS.flatMap(({ name, aliases = [], short }) => [name, ...aliases, short ?? []].flat());
  const variables = FLAGS.flatMap(({ env }) => env);
  expect(names).toEqual([...new Set(names)]);
  expect(variables).toEqual([...new Set(variables)]);
});

test('every flag can be set by a variable, but for those that ask for something at once', () => {
  expect(FLAGS.filter(({ env }) => env.length === 0).map(dashed)).toEqual(['--config-check', '--help', '--version']);
  for (const { env } of FLAGS)
    for (const name of env) expect(name).toMatch(/^(REMOTEMEDIA|WEBRTC|GRPC|HTTP|RUST|NATS)_[A-Z_]+$/);
});

test('the help names every flag, variable and default, in lines of 100 characters', () => {
  const help = helpText();
  for (const flag of FLAGS) {
    expect(help).toMatch(new RegExp(`^ {2}(-\\w, )?${dashed(flag)}\\b`, 'm'));
    for (const name of flag.env) expect(help).toMatch(new RegExp(`\\b${name}\\b`));
    if (flag.otherwise !== undefined) expect(help).toContain(`default ${flag.otherwise}`);
  }
  expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

/** Whose defaults have another shape in the settings, or are those of the command line only. */
const ELSEWHERE = ['stun-servers', 'trust-proxy', 'proxy-header'];

test('defaults in the table are those of the server', () => {
  const settings = toSettings({});
  const checked = FLAGS.filter(
    ({ option, otherwise }) => otherwise !== undefined && option !== undefined && !option.includes('.'),
  );
  for (const flag of checked.filter(({ name }) => !ELSEWHERE.includes(name))) {
    const shown = flag.kind === 'seconds' ? Number(flag.otherwise) * 1_000 : flag.otherwise;
    expect([flag.name, String(valueAt(settings, flag.option))]).toEqual([flag.name, String(shown)]);
  }
  expect(checked.length).toBeGreaterThan(8);
});

const SOME_FILE = import.meta.filename;
/** A folder with an index.html in it. */
const DEMO = fileURLToPath(new URL('../../../../demo', import.meta.url));

/** Values that flags take, and what they need beside them, where a number or a word is not enough. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'tls-cert': [SOME_FILE, '--tls-key', SOME_FILE],
  'tls-key': [SOME_FILE, '--tls-cert', SOME_FILE],
  'tls-allow-cleartext': ['--tls'],
  'tls-names': ['word', '--tls'],
  'tls-cache-dir': ['word', '--tls'],
  'demo-dir': [DEMO],
  'require-auth': ['--auth-tokens', 'some-token'],
  jwks: [SOME_FILE],
  'jwt-issuer': ['word', '--jwks', SOME_FILE],
  'jwt-audience': ['word', '--jwks', SOME_FILE],
  'jwt-algorithms': ['word', '--jwks', SOME_FILE],
  'turn-servers': ['turn:h:1'],
  'proxy-header': ['forwarded'],
  'turn-uris': ['turn:h:1', '--turn-secret', 'secret-of-turn'],
  'turn-secret': ['secret-of-turn', '--turn-uris', 'turn:h:1'],
  'turn-ttl': ['600', '--turn-uris', 'turn:h:1', '--turn-secret', 'secret-of-turn'],
  nats: ['nats://h:1'],
  'nats-prefix': ['prefix', '--nats', 'nats://h:1'],
  'stun-host': ['h', '--stun-port', '1'],
  'stun-alternate-host': ['h', '--stun-port', '1'],
  'stun-alternate-port': ['2', '--stun-port', '1'],
  'instance-id': ['one', '--nats', 'nats://h:1'],
};

test.each(FLAGS.flatMap((flag) => (flag.option === undefined ? [] : [[dashed(flag), flag.option, flag] as const])))(
  '%s sets the option %s',
  (name, option, flag) => {
    const sample = SAMPLES[flag.name] ??
      { switch: [], whole: ['60'], seconds: ['60'], rate: ['60'] }[flag.kind as string] ?? ['word'];
    expect(valueAt(toServerOptions(new FlagValues([name, ...sample], {})), option)).toBeDefined();
  },
);

function valueAt(object: unknown, path: Flag['option'] = ''): unknown {
  return path.split('.').reduce((part: unknown, key) => (part as Record<string, unknown> | undefined)?.[key], object);
}
