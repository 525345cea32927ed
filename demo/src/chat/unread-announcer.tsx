import type { ReactElement } from 'react';
import { useCall } from '../call/use-call.ts';
import { useStore } from '../ui/use-store.ts';

/** Reads new messages aloud while the panel is closed; an open panel's log does that itself. */
export function UnreadAnnouncer(): ReactElement {
  const { chat } = useCall();
  const unread = useStore(chat.unread);
  const newest = useStore(chat.messages).findLast((message) => !message.own);
  return (
    <p className="visually-hidden" role="status">
      {unread > 0 && newest && `${newest.name} says: ${newest.text}`}
    </p>
  );
}
