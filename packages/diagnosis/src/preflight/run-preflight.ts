import { abortError, type Clock, SdkError, systemClock } from '@remotemedia/base';
import type { DeviceWish } from './capture.ts';
import { checkBandwidth } from './check-bandwidth.ts';
import { checkBrowser } from './check-browser.ts';
import { checkCamera } from './check-camera.ts';
import type { CheckContext } from './check-context.ts';
import { checkMicrophone } from './check-microphone.ts';
import { CheckRun, type PreflightProgress } from './check-run.ts';
import { checkSignaling, type ReachSignaling } from './check-signaling.ts';
import { checkStun } from './check-stun.ts';
import { checkTurn } from './check-turn.ts';
import type { PreflightReport } from './report.ts';

/** What {@link runPreflight} checks, and how long. */
export interface PreflightOptions {
  /** STUN and TURN servers, with credentials. @default none */
  readonly iceServers?: readonly RTCIceServer[] | undefined;
  /** Reaches the signaling server once; nothing is checked without. */
  readonly signaling?: ReachSignaling | undefined;
  /** Devices to open; `false` for none. Opening one may ask the person for permission. @default both */
  readonly devices?: false | { readonly microphone?: DeviceWish; readonly camera?: DeviceWish } | undefined;
  /** How long the bandwidth is measured in milliseconds, 500–30,000, or `false` for not at all. @default 4000 */
  readonly bandwidthMs?: number | false | undefined;
  /** Most bytes that the bandwidth check sends, 100,000 at least. @default 20_000_000 */
  readonly bandwidthMaxBytes?: number | undefined;
  /** Gives up; the call then rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time of each check in milliseconds, 100–600,000; that of the bandwidth comes on top. @default 15_000 */
  readonly timeoutMs?: number | undefined;
  /** Hears of each check as it begins and ends. */
  readonly onProgress?: ((progress: PreflightProgress) => void) | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/**
 * Checks before a call what a call needs: the browser, microphone and camera, STUN, TURN over UDP, TCP and TLS, the
 * signaling server and the bandwidth. A check that fails does not keep the others from being made. Everything that it
 * opens is closed when it settles.
 *
 * @throws {SdkError} `invalid-argument` for a number out of range, `cancelled` when the signal aborts
 */
export async function runPreflight(options: PreflightOptions = {}): Promise<PreflightReport> {
  const { iceServers = [], devices = {}, signal, clock = systemClock } = options;
  const timeoutMs = within('timeoutMs', options.timeoutMs ?? 15_000, 100, 600_000);
  const durationMs =
    options.bandwidthMs === false ? 0 : within('bandwidthMs', options.bandwidthMs ?? 4_000, 500, 30_000);
  const maxBytes = within('bandwidthMaxBytes', options.bandwidthMaxBytes ?? 20_000_000, 100_000, 1e12);
  if (signal?.aborted) throw abortError(signal);
  const { microphone = true, camera = true } = devices === false ? { microphone: false, camera: false } : devices;
  const startedAt = new Date().toISOString();
  const startedMs = clock.now();
  const run = new CheckRun({ signal, clock, timeoutMs, onProgress: options.onProgress });

  const browser = await run.check('browser', async () => checkBrowser());
  const canConnect = browser.details?.webRtc === true;
  const online = async <T>(check: () => Promise<T>) => {
    if (!canConnect) throw new SdkError('unimplemented', 'without WebRTC there is nothing to check');
    return check();
  };
  const turn = (transport: 'udp' | 'tcp' | 'tls') => (context: CheckContext) =>
    online(() => checkTurn(transport, iceServers, context));
  // One device after the other: two questions at once confuse people, and browsers ask only one of them.
  const captured = run
    .check('microphone', (context) => checkMicrophone(microphone, context))
    .then(async (heard) => ({
      microphone: heard,
      camera: await run.check('camera', (context) => checkCamera(camera, context)),
    }));
  const [both, stun, turnUdp, turnTcp, turnTls, signaling] = await Promise.all([
    captured,
    run.check('stun', (context) => online(() => checkStun(iceServers, context))),
    run.check('turnUdp', turn('udp')),
    run.check('turnTcp', turn('tcp')),
    run.check('turnTls', turn('tls')),
    run.check('signaling', (context) => checkSignaling(options.signaling, context)),
  ]);
  // Last and alone, so that nothing else takes part of it.
  const limits = { durationMs, maxBytes };
  const bandwidth = await run.check(
    'bandwidth',
    async (context) =>
      durationMs === 0
        ? { status: 'skipped', advice: 'The bandwidth was not to be measured.' }
        : online(() => checkBandwidth(iceServers, limits, context)),
    durationMs,
  );
  return {
    format: 'remotemedia-preflight',
    version: 1,
    startedAt,
    durationMs: Math.round(clock.now() - startedMs),
    status: run.worst,
    checks: { browser, ...both, stun, turnUdp, turnTcp, turnTls, signaling, bandwidth },
  };
}

function within(field: string, value: number, min: number, max: number): number {
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new SdkError(
    'invalid-argument',
    `${field} must be a number from ${min} to ${max}, got ${JSON.stringify(value)}`,
  );
}
