import { SdkError } from '@remotemedia/base';
import type { CheckContext } from './check-context.ts';
import { Flood } from './flood.ts';
import { turnServersOf } from './ice-urls.ts';
import { type Loopback, openLoopback } from './loopback.ts';
import type { BandwidthDetails, Finding } from './report.ts';
import { echo, roundTripMs } from './round-trip.ts';
import { lossOf } from './trickle.ts';

/** Settings of {@link checkBandwidth}. */
export interface BandwidthOptions {
  /** How long to measure, in milliseconds. */
  readonly durationMs: number;
  /** Most bytes to send. */
  readonly maxBytes: number;
}

const PINGS = 5;
/** Share of the time in which only as much is sent as a voice would, to see what gets lost. */
const LOSS_SHARE = 0.3;
/** Under this, in kbit/s, not even a small picture fits; up to the next, pictures are small. */
const POOR_KBPS = 300;
const MODEST_KBPS = 1_000;
/** From this round trip on people fall into each other's words, in milliseconds. Source: ITU-T G.114 (400 ms, both ways). */
const SLOW_MS = 400;
/** From this share of lost messages on sound suffers. */
const LOSSY = 0.05;

/** Sends as much as goes through for a while, over a relay if there is one, and counts what comes back. */
export async function checkBandwidth(
  iceServers: readonly RTCIceServer[],
  { durationMs, maxBytes }: BandwidthOptions,
  context: CheckContext,
): Promise<Finding<BandwidthDetails>> {
  const relays = (['udp', 'tcp', 'tls'] as const).flatMap((transport) => turnServersOf(iceServers, transport));
  const via = relays.length > 0 ? 'relay' : 'host';
  const configuration: RTCConfiguration = via === 'relay' ? { iceServers: relays, iceTransportPolicy: 'relay' } : {};
  const channels = [{}, { ordered: false, maxRetransmits: 0 }];
  const loopback = await openLoopback({ configuration, channels, signal: context.signal });
  try {
    return judge(await measure(loopback, { via, durationMs, maxBytes }, context));
  } finally {
    loopback.close();
  }
}

async function measure(
  { near, far }: Loopback,
  { via, durationMs, maxBytes }: BandwidthOptions & Pick<BandwidthDetails, 'via'>,
  context: CheckContext,
): Promise<BandwidthDetails> {
  const [pingNear, floodNear] = near;
  const [pingFar, floodFar] = far;
  if (!pingNear || !pingFar || !floodNear || !floodFar)
    throw new SdkError('internal', 'a loopback has too few channels');
  echo(pingFar);
  const idleMs = await roundTripMs(pingNear, PINGS, context);
  const lossRatio = await lossOf(floodNear, floodFar, durationMs * LOSS_SHARE, context);
  const flood = new Flood(floodNear, floodFar, context);
  const [counted, loadedMs] = await Promise.all([
    flood.run({ durationMs: durationMs * (1 - LOSS_SHARE), maxBytes }),
    roundTripMs(pingNear, PINGS, context),
  ]);
  return { via, roundTripMs: idleMs, loadedRoundTripMs: loadedMs, lossRatio, ...counted };
}

function judge(details: BandwidthDetails): Finding<BandwidthDetails> {
  const { via, throughputKbps, roundTripMs: idleMs, lossRatio } = details;
  if (via === 'host') {
    const advice = 'Without a TURN server only this machine could be measured; it is quick enough.';
    const slow = 'This machine is too busy for calls: close other programs.';
    return throughputKbps < MODEST_KBPS
      ? { status: 'warning', advice: slow, details }
      : { status: 'ok', advice, details };
  }
  if (throughputKbps < POOR_KBPS) {
    const advice =
      'The network carries sound at most: come closer to the access point, or use a cable or another network.';
    return { status: 'warning', advice, details };
  }
  if (throughputKbps < MODEST_KBPS) {
    return { status: 'warning', advice: 'The network carries sound and small pictures; keep few cameras on.', details };
  }
  if (idleMs > SLOW_MS) {
    const advice = 'The way to the relay is long: people will speak at the same time. A nearer TURN server would help.';
    return { status: 'warning', advice, details };
  }
  if (lossRatio > LOSSY) {
    const advice = 'Much gets lost on the way: use a cable, or another wireless channel.';
    return { status: 'warning', advice, details };
  }
  return { status: 'ok', advice: 'The network carries calls with pictures.', details };
}
