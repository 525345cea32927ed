import type { Clock, ReconnectionPolicy } from '@remotemedia/base';
import type { GetToken } from './bearer.ts';

/** Settings of a `WireChannel`. */
export interface WireChannelOptions {
  /** Waits after the server answered with an error that may pass. @default RECONNECTION_PRESETS.default */
  readonly policy?: ReconnectionPolicy | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Gives the token that says who we are: asked at first, again before a token runs out, and to enter anew. @default none */
  readonly getToken?: GetToken | undefined;
}
