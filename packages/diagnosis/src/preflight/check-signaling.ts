import type { CheckContext } from './check-context.ts';
import type { Finding, SignalingDetails } from './report.ts';

/** Reaches the signaling server and comes back; rejects when that fails. Injected, so that nothing here knows how. */
export type ReachSignaling = (signal: AbortSignal) => Promise<unknown>;

/** Has the signaling server answer. @throws what `reach` threw */
export async function checkSignaling(
  reach: ReachSignaling | undefined,
  { signal, clock }: CheckContext,
): Promise<Finding<SignalingDetails>> {
  if (!reach) return { status: 'skipped', advice: 'No signaling server was given to check.' };
  const startedMs = clock.now();
  await reach(signal);
  const answeredAfterMs = Math.round(clock.now() - startedMs);
  return { status: 'ok', advice: 'The signaling server answers.', details: { answeredAfterMs } };
}
