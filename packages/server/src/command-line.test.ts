import { describe, expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';

const options = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const command = readCommandLine(args, env);
  return command.kind === 'serve' ? command.options : command.kind;
};

describe('the command line', () => {
  test('has defaults of its own only for the STUN server', () => {
    expect(options([])).toEqual({ stunServers: ['stun:stun.l.google.com:19302'] });
  });

  test('takes every flag', () => {
    const args = '--host 0.0.0.0 --port 9000 --demo-dir d --stun-servers stun:a:1,stun:b:2 --max-peers 4';
    expect(options([...args.split(' '), '--max-stays-per-address', '5'])).toEqual({
      host: '0.0.0.0',
      port: 9_000,
      demoDir: 'd',
      stunServers: ['stun:a:1', 'stun:b:2'],
      maxPeersPerRoom: 4,
      maxStaysPerAddress: 5,
    });
  });

  test('takes an empty list of STUN servers for none', () => {
    expect(options(['--stun-servers', ''])).toEqual({ stunServers: [] });
  });

  test('takes the environment where a flag is missing', () => {
    const env = { GRPC_SIGNALING_ADDRESS: '[::]:50051', WEBRTC_MAX_PEERS: '7' };
    expect(options([], env)).toMatchObject({ host: '::', port: 50_051, maxPeersPerRoom: 7 });
    expect(options(['--port', '1', '--max-peers', '2'], env)).toMatchObject({
      host: '::',
      port: 1,
      maxPeersPerRoom: 2,
    });
  });

  test('asks for help or the version', () => {
    expect(options(['--help'])).toBe('help');
    expect(options(['-h', '--port', '1'])).toBe('help');
    expect(options(['--version'])).toBe('version');
  });

  test.each([
    [['--fly'], /Unknown option '--fly'; --help lists what there is/],
    [['--port', 'eighty'], /--port must be a whole number, got "eighty"/],
    [['--port'], /'--port <value>' argument missing; --help/],
    [['stray'], /Unexpected argument 'stray'/],
  ])('refuses %j', (args, message) => {
    expect(() => options(args)).toThrow(message);
  });

  test('refuses an address without a port', () => {
    expect(() => options([], { GRPC_SIGNALING_ADDRESS: 'localhost' })).toThrow(/must be HOST:PORT, got "localhost"/);
  });
});
