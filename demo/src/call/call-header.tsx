import { usePeers, useTransportState } from '@remotemedia/react';
import type { TransportState } from '@remotemedia/sdk';
import { type ReactElement, useEffect, useRef } from 'react';
import { CopyLink } from '../ui/copy-link.tsx';
import { Icon } from '../ui/icon.tsx';
import { useCall } from './use-call.ts';

/** Room, people, connection, link. */
export function CallHeader({ link }: { readonly link: string }): ReactElement {
  const { transport, notices } = useCall();
  const state = useTransportState(transport);
  const count = usePeers(transport).length + 1;
  const heading = useRef<HTMLHeadingElement>(null);
  // The lobby and its focus are gone: the keyboard starts anew at the name of the room.
  useEffect(() => heading.current?.focus(), []);
  return (
    <header className="call-header">
      <h1 ref={heading} tabIndex={-1}>
        {transport.room}
      </h1>
      <p className="call-people">
        <Icon name="people" />
        <span data-testid="participants-count">{count}</span>
        <span className="visually-hidden">{count === 1 ? 'person is here' : 'people are here'}</span>
      </p>
      <p className="call-state" data-kind={state.kind} data-testid="call-state" role="status">
        {wordsOf(state)}
      </p>
      <CopyLink
        link={link}
        testId="copy-link"
        onRefused={() => notices.say(`Your browser does not let us copy. The link is ${link}`, 'alert')}
      />
    </header>
  );
}

function wordsOf(state: TransportState): string {
  switch (state.kind) {
    case 'connecting':
      return 'connecting …';
    case 'connected':
      return 'connected';
    case 'recovering':
      return 'reconnecting …';
    case 'closed':
      return 'closed';
  }
}
