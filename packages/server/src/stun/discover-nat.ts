import { SdkError } from '@remotemedia/base';
import type { TransportAddress } from '@remotemedia/protocol/stun';
import type { NatFiltering, NatMapping, NatReport } from './nat-report.ts';
import type { StunAnswer } from './stun-answer.ts';
import { type AskOptions, isSame, type StunSocket } from './stun-socket.ts';

/** What the tests need. */
export interface NatTests {
  /** The first address and port of the server. */
  readonly server: TransportAddress;
  /** Opens a socket on a port that nothing was sent from yet. */
  readonly openSocket: () => Promise<StunSocket>;
  /** Ends the tests early. */
  readonly signal: AbortSignal | undefined;
  /** Longest wait for each answer, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Runs the tests of RFC 5780 §4.3 and §4.4. Those for mapping and those for filtering have a socket of their own:
 * what is sent for the former would let in what the latter wait for.
 *
 * @throws {SdkError} `cancelled` when the caller aborted, `unavailable` when there is no way to the server
 */
export async function discoverNat(tests: NatTests): Promise<NatReport> {
  const socket = await tests.openSocket();
  try {
    const first = await answered(tests, socket, tests.server);
    if (!first) return { kind: 'udp-blocked' };
    const { mapped: publicAddress } = first;
    const other = alternateIn(first, tests.server);
    if (isSame(publicAddress, socket.local)) {
      return { kind: 'no-nat', publicAddress, filtering: await filteringOf(tests, other) };
    }
    const [mapping, filtering] = await Promise.all([mappingOf(tests, socket, first, other), filteringOf(tests, other)]);
    return { kind: 'nat', localAddress: socket.local, publicAddress, mapping, filtering };
  } finally {
    socket.close();
  }
}

/** RFC 5780 §4.3, tests II and III. */
async function mappingOf(
  tests: NatTests,
  socket: StunSocket,
  first: StunAnswer,
  other: TransportAddress | undefined,
): Promise<NatMapping> {
  if (!other) return 'unknown';
  const second = await answered(tests, socket, { address: other.address, port: tests.server.port });
  if (!second) return 'unknown';
  if (isSame(second.mapped, first.mapped)) return 'endpoint-independent';
  const third = await answered(tests, socket, other);
  if (!third) return 'unknown';
  return isSame(third.mapped, second.mapped) ? 'address-dependent' : 'address-and-port-dependent';
}

/** RFC 5780 §4.4. */
async function filteringOf(tests: NatTests, other: TransportAddress | undefined): Promise<NatFiltering> {
  if (!other) return 'unknown';
  const socket = await tests.openSocket();
  try {
    if (!(await answered(tests, socket, tests.server))) return 'unknown';
    const fromOther = await answered(tests, socket, tests.server, { changeAddress: true, changePort: true });
    if (fromOther) return isSame(fromOther.from, other) ? 'endpoint-independent' : 'unknown';
    const fromPort = await answered(tests, socket, tests.server, { changeAddress: false, changePort: true });
    if (!fromPort) return 'address-and-port-dependent';
    const isFromPort = isSame(fromPort.from, { address: tests.server.address, port: other.port });
    return isFromPort ? 'address-dependent' : 'unknown';
  } catch (error) {
    // A server may name a second address and still refuse to answer from it.
    if (error instanceof SdkError && error.code === 'unimplemented') return 'unknown';
    throw error;
  } finally {
    socket.close();
  }
}

/** The answer, or `undefined` when none came. */
async function answered(
  { signal, timeoutMs }: NatTests,
  socket: StunSocket,
  to: TransportAddress,
  change?: { readonly changeAddress: boolean; readonly changePort: boolean },
): Promise<StunAnswer | undefined> {
  const asking: AskOptions = change
    ? { signal, timeoutMs, fromAnywhere: true, attributes: [{ kind: 'change-request', ...change }] }
    : { signal, timeoutMs };
  try {
    return await socket.ask(to, asking);
  } catch (error) {
    if (error instanceof SdkError && error.code === 'deadline-exceeded') return undefined;
    throw error;
  }
}

/** A second address is of use only if nothing in it is that of the first. */
function alternateIn({ other }: StunAnswer, server: TransportAddress): TransportAddress | undefined {
  return other && other.address !== server.address && other.port !== server.port ? other : undefined;
}
