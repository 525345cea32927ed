import { usePeers } from '@remotemedia/react';
import type { ReactElement } from 'react';
import { useCall } from './use-call.ts';

/** Says to somebody who is alone how to change that. */
export function Invite({ link }: { readonly link: string }): ReactElement | null {
  const { transport } = useCall();
  if (usePeers(transport).length > 0) return null;
  return (
    <p className="invite">
      Nobody else is here yet. Send them this link:{' '}
      <span className="invite-link">{link.replace(/^https?:\/\//, '')}</span>
    </p>
  );
}
