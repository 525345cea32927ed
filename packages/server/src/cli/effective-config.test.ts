import { expect, test } from 'vitest';
import { type Command, readCommandLine } from './command-line.ts';

const textOf = (command: Command): string => (command.kind === 'print' ? command.text : command.kind);
const check = (args: readonly string[], env: NodeJS.ProcessEnv = {}): string[] =>
  textOf(readCommandLine(['--config-check', ...args], env)).split('\n');
const lineOf = (lines: readonly string[], flag: string): string | undefined =>
  lines
    .find((line) => line.includes(`--${flag} `))
    ?.replaceAll(/\s+/g, ' ')
    .trim();

test('--config-check says what is in effect and where it is from', () => {
  const lines = check(['--port', '9000'], { WEBRTC_MAX_PEERS: '7' });
  expect(lineOf(lines, 'port')).toBe('--port 9000 --port');
  expect(lineOf(lines, 'max-peers')).toBe('--max-peers 7 WEBRTC_MAX_PEERS');
  expect(lineOf(lines, 'max-rooms')).toBe('--max-rooms 10000 default');
  expect(lineOf(lines, 'demo-dir')).toBe('--demo-dir - default');
});

test('--config-check shows no secret', () => {
  const args = [
    '--turn-uris',
    'turn:h:1',
    '--turn-secret',
    'hush-hush-hush-hush',
    '--nats',
    'nats://me:hush-hush@h:4222',
  ];
  const lines = check([...args, '--turn-servers', 'turn:u:hush-hush@h:1'], { GRPC_AUTH_TOKENS: 'hush-hush-hush' });
  expect(lines.join('\n')).not.toContain('hush');
  expect(lineOf(lines, 'turn-secret')).toBe('--turn-secret ******** --turn-secret');
  expect(lineOf(lines, 'auth-tokens')).toBe('--auth-tokens ******** GRPC_AUTH_TOKENS');
  expect(lineOf(lines, 'nats')).toBe('--nats nats://********@h:4222 --nats');
});

test('--config-check refuses what the server would refuse, and tells what has no effect', () => {
  expect(() => check(['--max-peers', '0'])).toThrow(/--max-peers must be a whole number from 1 to 1000, got 0/);
  expect(check(['--mode', 'grpc'])).toContain('note: --mode has no effect: all protocols are served on one port');
});
