import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StunClient } from './stun-client.ts';
import { toStunSettings } from './stun-options.ts';
import { StunServer } from './stun-server.ts';
import { type Dependence, type NatBehaviour, SimulatedNat } from './testing/simulated-nat.ts';
import { UdpPeer } from './testing/udp-peer.ts';

/** Real time, and plenty of it on one machine; tests in which no answer comes wait for it once or twice. */
const answerTimeoutMs = 1_000;
const DEPENDENCES: readonly Dependence[] = ['endpoint-independent', 'address-dependent', 'address-and-port-dependent'];

let server: StunServer;
const opened: { close(): unknown }[] = [];

async function serve(alternateHost: string | undefined): Promise<StunServer> {
  const made = await StunServer.open(toStunSettings({ port: 0, host: '127.0.0.1', alternateHost }));
  opened.push(made);
  return made;
}

function uriOf({ addresses }: StunServer): string {
  return `stun:127.0.0.1:${addresses[0]?.port}`;
}

function behind(behaviour: NatBehaviour): StunClient {
  const nat = new SimulatedNat(behaviour);
  opened.push(nat);
  return new StunClient({ openUdp: nat.openUdp });
}

beforeAll(async () => {
  server = await serve('127.0.0.2');
});

afterAll(async () => {
  await Promise.all(opened.map((each) => each.close()));
});

describe.concurrent('discoverNat()', () => {
  const combinations = DEPENDENCES.flatMap((mapping) => DEPENDENCES.map((filtering) => [mapping, filtering] as const));

  it.each(combinations)('tells a NAT with %s mapping and %s filtering', async (mapping, filtering) => {
    const report = await behind({ mapping, filtering }).discoverNat(uriOf(server), { answerTimeoutMs });
    expect(report).toEqual({
      kind: 'nat',
      localAddress: { address: '192.0.2.10', port: expect.any(Number) },
      publicAddress: { address: '127.0.0.1', port: expect.any(Number) },
      mapping,
      filtering,
    });
  });

  it.each(DEPENDENCES)('tells a firewall with %s filtering and no NAT', async (filtering) => {
    const client = behind({ mapping: 'endpoint-independent', filtering, isTransparent: true });
    const report = await client.discoverNat(uriOf(server), { answerTimeoutMs });
    expect(report).toMatchObject({ kind: 'no-nat', filtering });
  });

  it('tells that nothing is in between', async () => {
    const report = await new StunClient().discoverNat(uriOf(server), { answerTimeoutMs });
    expect(report).toEqual({
      kind: 'no-nat',
      publicAddress: { address: '127.0.0.1', port: expect.any(Number) },
      filtering: 'endpoint-independent',
    });
  });

  it('tells that UDP is blocked when no answer comes', async () => {
    const silent = await UdpPeer.open();
    opened.push(silent);
    const uri = `stun:127.0.0.1:${silent.at.port}`;
    const report = await new StunClient().discoverNat(uri, { answerTimeoutMs });
    expect(report).toEqual({ kind: 'udp-blocked' });
  });

  it('does not guess when the server has no second address', async () => {
    const simple = await serve(undefined);
    const behaviour = { mapping: 'endpoint-independent', filtering: 'endpoint-independent' } as const;
    const report = await behind(behaviour).discoverNat(uriOf(simple), { answerTimeoutMs });
    expect(report).toMatchObject({ kind: 'nat', mapping: 'unknown', filtering: 'unknown' });
    const open = await new StunClient().discoverNat(uriOf(simple), { answerTimeoutMs });
    expect(open).toMatchObject({ kind: 'no-nat', filtering: 'unknown' });
  });

  it('ends when the caller aborts', async () => {
    const controller = new AbortController();
    const behaviour = { mapping: 'endpoint-independent', filtering: 'address-and-port-dependent' } as const;
    const asked = behind(behaviour).discoverNat(uriOf(server), { signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
  });
});
