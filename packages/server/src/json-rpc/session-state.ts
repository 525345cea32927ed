import type { Hub } from '../hub/hub.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import type { Timing } from '../timing.ts';

/** What the methods of one socket work with. */
export interface SessionState {
  /** The rooms. */
  readonly hub: Hub;
  /** What clients are told about times. */
  readonly timing: Timing;
  /** Where the client comes from. */
  readonly address: string;
  /** Where notifications go. */
  readonly outlet: Outlet;
  /** The peer's stay, from announce or resume on. */
  stay: Stay | undefined;
}
