import { type Context, createContext, useContext } from 'react';
import type { Call } from '../conference/call.ts';

/** The call that the components below belong to. */
export const CallContext: Context<Call | undefined> = createContext<Call | undefined>(undefined);

/** The call around this component. */
export function useCall(): Call {
  const call = useContext(CallContext);
  if (!call) throw new Error('useCall is for components inside a CallContext');
  return call;
}
