import { SdkError } from '@remotemedia/base';

/** Whom a session sends to: one peer, all of them, or those that the routes of an output name. Upstream's `RoutingPolicy`. */
export type RoutingPolicy = 'unicast' | 'broadcast' | 'selective';

/** Where one output of a session goes. Upstream's `OutputRoute`. */
export interface OutputRoute {
  /** Name of the output, as given to `Session.send`. */
  readonly outputId: string;
  /** Ids of the peers that get it; those that are not in the session are left out. */
  readonly targetPeers: readonly string[];
  /** How good it is to be: upstream's tiers or a name of your own; carried, not acted on. @default none */
  readonly qualityTier?: string | undefined;
  /** Routes of higher priority are served first, 0–10. @default 5 */
  readonly priority?: number | undefined;
  /** Whether it is used now. @default true */
  readonly active?: boolean | undefined;
}

/**
 * The peers that an output goes to, without repetition.
 *
 * @throws {SdkError} `failed-precondition` when there is none, with what to do
 */
export function targetsOf(
  policy: RoutingPolicy,
  peers: readonly string[],
  routes: readonly OutputRoute[],
  outputId: string | undefined,
): readonly string[] {
  const targets = chosen(policy, peers, routes, outputId);
  if (targets.length > 0) return targets;
  const todo = policy === 'selective' ? 'set a route for this output with setRoute()' : 'add a peer with addPeer()';
  throw new SdkError('failed-precondition', `the session has nobody to send this to; ${todo}`);
}

function chosen(
  policy: RoutingPolicy,
  peers: readonly string[],
  routes: readonly OutputRoute[],
  outputId: string | undefined,
): readonly string[] {
  if (policy === 'broadcast') return peers;
  if (policy === 'unicast') return peers.slice(0, 1);
  const used = routes
    .filter((route) => route.active !== false && (outputId === undefined || route.outputId === outputId))
    .sort((a, b) => (b.priority ?? 5) - (a.priority ?? 5));
  return [...new Set(used.flatMap(({ targetPeers }) => targetPeers))].filter((id) => peers.includes(id));
}
