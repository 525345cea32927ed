import { afterEach, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { ServerProcess } from '../testing/server-process.ts';
import { SocketPeer } from '../testing/socket-peer.ts';

let server: ServerProcess;
const run = async (
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; output: string }> => {
  server = await ServerProcess.spawn(args, env);
  const { code } = await server.ended;
  return { code, output: server.output };
};
afterEach(() => server.kill());

test('the command prints help, version and what is in effect', async () => {
  expect(await run(['--help'])).toMatchObject({ code: 0, output: expect.stringContaining('--port') });
  expect(await run(['--version'])).toEqual({ code: 0, output: `${packageJson.version}\n` });
  expect(await run(['--config-check'], { WEBRTC_MAX_PEERS: '7' })).toMatchObject({
    code: 0,
    output: expect.stringMatching(/--max-peers +7 +WEBRTC_MAX_PEERS/),
  });
});

test.each([
  [['--port', 'x'], '--port must be a whole number from 0 to 65535, got "x"'],
  [['--config-check', '--max-peers', '0'], '--max-peers must be a whole number from 1 to 1000, got 0'],
])('the command refuses %j in one line and ends with 1', async (args, message) => {
  expect(await run(args)).toEqual({ code: 1, output: `remotemedia-server: ${message}\n` });
});

test('the command writes its log as JSON, without what clients say', async () => {
  server = await ServerProcess.start(['--auth-tokens', 'a-token-of-some-length', '--drain-timeout', '0.1'], {
    GRPC_JSON_LOGGING: 'true',
  });
  await expect(SocketPeer.enter(server.url, { id: 'peer' })).rejects.toMatchObject({ code: 'unauthenticated' });
  server.signal('SIGTERM');
  await server.ended;
  const lines = server.output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ message }) => message)).toEqual(
    expect.arrayContaining([expect.stringContaining('listening on http://localhost:'), 'closed']),
  );
  expect(server.output).not.toContain('a-token-of-some-length');
});
