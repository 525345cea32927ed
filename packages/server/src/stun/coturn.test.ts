import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StunClient } from './stun-client.ts';
import { toStunSettings } from './stun-options.ts';
import { StunServer } from './stun-server.ts';
import { type Coturn, isInstalled, startCoturn, TURN_SERVER } from './testing/coturn.ts';

const run = promisify(execFile);

/** What a program of coturn writes about our server; those programs end with an error only when no answer comes. */
async function outputOf(program: string, flags: readonly string[], { addresses }: StunServer): Promise<string> {
  const { address = '', port = 0 } = addresses[0] ?? {};
  const { stdout } = await run(program, [...flags, '-p', `${port}`, address], { timeout: 20_000 });
  return stdout;
}

describe.skipIf(!isInstalled(TURN_SERVER))('our client (skipped without coturn: apt install coturn)', () => {
  let coturn: Coturn;

  beforeAll(async () => {
    coturn = await startCoturn(['--stun-only', '--no-auth']);
  }, 15_000);

  afterAll(async () => {
    await coturn?.close();
  });

  it('learns its address from coturn', async () => {
    const { publicAddress, localAddress } = await new StunClient().binding(`stun:127.0.0.1:${coturn.port}`);
    expect(publicAddress).toEqual(localAddress);
  });

  it('learns from coturn that there is no NAT', async () => {
    const report = await new StunClient().discoverNat(`stun:127.0.0.1:${coturn.port}`);
    expect(report).toMatchObject({ kind: 'no-nat', filtering: 'endpoint-independent' });
  });
});

describe.skipIf(!isInstalled('turnutils_natdiscovery'))(
  'our server (skipped without coturn: apt install coturn)',
  () => {
    let server: StunServer;

    beforeAll(async () => {
      server = await StunServer.open(toStunSettings({ port: 0, host: '127.0.0.1', alternateHost: '127.0.0.2' }));
    });

    afterAll(async () => {
      await server.close();
    });

    it('tells turnutils_stunclient its address, from all its addresses', async () => {
      const output = await outputOf('turnutils_stunclient', [], server);
      expect(output.match(/UDP reflexive addr: 127\.0\.0\.1:\d+/g)).toHaveLength(3);
      const { address, port } = server.addresses[1] ?? {};
      expect(output).toContain(`Other addr: : ${address}:${port}`);
    });

    it.each([
      ['mapping', ['-m'], 'NAT with Endpoint Independent Mapping!'],
      ['filtering', ['-f'], 'NAT with Endpoint Independent Filtering!'],
      ['filtering, with padding', ['-f', '-P'], 'NAT with Endpoint Independent Filtering!'],
    ])('shows turnutils_natdiscovery the %s', async (_what, flags, verdict) => {
      const output = await outputOf('turnutils_natdiscovery', flags, server);
      expect(output).toContain(verdict);
      expect(output).toContain('No ALG: Mapped == XOR-Mapped');
    });
  },
);
