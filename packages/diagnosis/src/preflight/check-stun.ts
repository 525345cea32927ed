import { Disposables } from '@remotemedia/base';
import { familyOf } from './address-family.ts';
import type { CheckContext } from './check-context.ts';
import { stunServersOf } from './ice-urls.ts';
import type { Finding, StunDetails } from './report.ts';

/** What became of the gathering: a reflexive candidate, an end without one, or the last error. */
interface Gathered {
  readonly reflexive?: RTCIceCandidate;
  readonly errorCode?: number;
}

/** Asks the STUN servers for our public address, as a connection would. */
export async function checkStun(
  iceServers: readonly RTCIceServer[],
  { signal, clock }: CheckContext,
): Promise<Finding<StunDetails>> {
  const servers = stunServersOf(iceServers);
  if (servers.length === 0) {
    return { status: 'skipped', advice: 'No STUN server is configured; peers behind two different NATs need one.' };
  }
  const startedMs = clock.now();
  const { reflexive, errorCode } = await gather(servers, signal);
  const details: StunDetails = { serverCount: servers.length };
  if (reflexive) {
    const reflexiveAfterMs = Math.round(clock.now() - startedMs);
    const advice = 'A STUN server answered and told the public address.';
    return { status: 'ok', advice, details: { ...details, reflexiveAfterMs, family: familyOf(reflexive.address) } };
  }
  if (errorCode !== undefined) {
    const advice = 'No STUN server answered: UDP to it is blocked, or its address is wrong. Calls need TURN then.';
    return { status: 'failed', advice, details };
  }
  const advice =
    'No public address was found besides those of this machine: there is no NAT on the way, or STUN is blocked. Calls that do not connect need TURN.';
  return { status: 'warning', advice, details };
}

async function gather(iceServers: RTCIceServer[], signal: AbortSignal): Promise<Gathered> {
  const undo = new Disposables();
  const connection = new RTCPeerConnection({ iceServers });
  undo.add(() => connection.close());
  let errorCode: number | undefined;
  try {
    const result = new Promise<Gathered>((resolve) => {
      undo.listen(signal, 'abort', () => resolve({ errorCode: 701 }));
      undo.listen(connection, 'icecandidateerror', (event) => {
        errorCode = (event as RTCPeerConnectionIceErrorEvent).errorCode;
      });
      undo.listen(connection, 'icecandidate', (event) => {
        const { candidate } = event as RTCPeerConnectionIceEvent;
        if (candidate?.type === 'srflx') resolve({ reflexive: candidate });
        else if (!candidate) resolve(errorCode === undefined ? {} : { errorCode });
      });
    });
    connection.createDataChannel('stun');
    await connection.setLocalDescription();
    return await result;
  } finally {
    undo.dispose();
  }
}
