import type { Undo } from '@remotemedia/base';

/** Gives the token that a server wants. */
export type GiveToken = () => Promise<string> | string;

/** Tokens that can be made to run out. */
export interface FaultyTokens {
  /** Use this in the place of the function that was given. */
  readonly getToken: () => Promise<string>;
  /** Gives a token that no server takes, until the returned function is called. A server that has one already is not told. */
  expire(): Undo;
}

/** A token of the usual form that ran out in 1970 and has no signature. */
const EXPIRED = `${btoa('{"alg":"none"}')}.${btoa('{"exp":0}')}.`.replaceAll('=', '');

/** Puts a function in between that gives expired tokens while that is asked for. */
export function createFaultyTokens(getToken: GiveToken): FaultyTokens {
  let expirations = 0;
  return {
    getToken: async () => (expirations > 0 ? EXPIRED : getToken()),
    expire: () => {
      let isOver = false;
      expirations += 1;
      return () => {
        if (!isOver) expirations -= 1;
        isOver = true;
      };
    },
  };
}
