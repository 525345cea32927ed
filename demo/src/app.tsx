import type { ReactElement } from 'react';
import { CallScreen } from './call/call-screen.tsx';
import type { Conference } from './conference/conference.ts';
import { Lobby } from './lobby/lobby.tsx';
import { useStore } from './ui/use-store.ts';

/** What {@link App} shows. */
export interface AppProps {
  /** The visit. */
  readonly conference: Conference;
  /** Name from the address, empty without. */
  readonly initialName: string;
}

/** Lobby or call. */
export function App({ conference, initialName }: AppProps): ReactElement {
  const state = useStore(conference.state);
  if (state.kind === 'call') {
    return <CallScreen call={state.call} link={conference.link} onLeave={() => void conference.leave()} />;
  }
  const reason = state.kind === 'lobby' ? state.reason : undefined;
  return <Lobby conference={conference} initialName={initialName} reason={reason} />;
}
