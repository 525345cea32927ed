import { SdkError } from '@remotemedia/base';
import { familyOf } from './address-family.ts';
import type { CheckContext } from './check-context.ts';
import { type TurnTransport, turnServersOf } from './ice-urls.ts';
import { type Loopback, openLoopback } from './loopback.ts';
import type { Finding, TurnDetails } from './report.ts';
import { echo, roundTripMs } from './round-trip.ts';

/** Newer than the DOM's types. Source: W3C WebRTC §4.8.1.2. */
interface RelayCandidate extends RTCIceCandidate {
  readonly relayProtocol?: string | null;
}

const WORDS: Readonly<Record<TurnTransport, string>> = { udp: 'UDP', tcp: 'TCP', tls: 'TLS' };
/** Messages that are sent through the relay and back. */
const PINGS = 5;

/** Has a TURN server relay messages between two connections of this page, both of which may use nothing but the relay. */
export async function checkTurn(
  transport: TurnTransport,
  iceServers: readonly RTCIceServer[],
  context: CheckContext,
): Promise<Finding<TurnDetails>> {
  const servers = turnServersOf(iceServers, transport);
  if (servers.length === 0) return skipped(transport);
  const startedMs = context.clock.now();
  let details: TurnDetails = { serverCount: servers.length };
  let loopback: Loopback | undefined;
  try {
    loopback = await openLoopback({
      configuration: { iceServers: servers, iceTransportPolicy: 'relay' },
      channels: [{}],
      signal: context.signal,
      onCandidate: ({ address, relayProtocol }: RelayCandidate) => {
        if (details.relayAfterMs !== undefined) return;
        const relayAfterMs = Math.round(context.clock.now() - startedMs);
        details = { ...details, relayAfterMs, family: familyOf(address), ...(relayProtocol && { relayProtocol }) };
      },
      onCandidateError: ({ errorCode }) => {
        details = { ...details, iceErrorCode: errorCode };
      },
    });
    const [near, far] = [loopback.near[0], loopback.far[0]];
    if (near && far) {
      echo(far);
      details = { ...details, roundTripMs: await roundTripMs(near, PINGS, context) };
    }
    return {
      status: 'ok',
      advice: `TURN over ${WORDS[transport]} works: messages were relayed and came back.`,
      details,
    };
  } catch (caught) {
    // Such as a URL that the browser does not understand.
    if (!(caught instanceof SdkError)) throw caught;
    return { ...judge(WORDS[transport], details), details };
  } finally {
    loopback?.close();
  }
}

function skipped(transport: TurnTransport): Finding<TurnDetails> {
  const why: Readonly<Record<TurnTransport, string>> = {
    udp: 'people behind strict NATs need one',
    tcp: 'networks without UDP need one',
    tls: 'networks that let only https out need one, on port 443',
  };
  const advice = `No TURN server over ${WORDS[transport]} is configured; ${why[transport]}.`;
  return { status: 'skipped', advice };
}

function judge(word: string, details: TurnDetails): Pick<Finding, 'status' | 'advice'> {
  if (details.relayAfterMs !== undefined) {
    const advice = `TURN over ${word} gave an address, but relayed to itself nothing came through: the server may forbid that, or its relay ports may be blocked.`;
    return { status: 'warning', advice };
  }
  return { status: 'failed', advice: `TURN over ${word} does not work: ${reasonOf(word, details.iceErrorCode)}` };
}

/** Codes: RFC 8489 §14.8, RFC 8656 §19; 701 is the browser's own (W3C WebRTC §4.8.3). */
function reasonOf(word: string, code: number | undefined): string {
  switch (code) {
    case 401:
      return 'the server refused the credentials; they are wrong or have expired.';
    case 403:
      return 'the server forbids it to this user.';
    case 438:
      return 'the server did not take its own nonce back; are there several behind one address?';
    case 486:
      return 'the user has as many allocations as the server allows; try later or raise its quota.';
    case 508:
      return 'the server has no ports left.';
    default:
      return word === 'TLS'
        ? 'the server cannot be reached, or its certificate is not trusted.'
        : `the server cannot be reached; a firewall may block ${word} to it, or its address is wrong.`;
  }
}
