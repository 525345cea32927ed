import type { ReactElement } from 'react';
import type { Notice } from '../conference/notices.ts';
import { Icon } from '../ui/icon.tsx';
import { useStore } from '../ui/use-store.ts';
import { useCall } from './use-call.ts';

/** What there is to say, read aloud as it comes. Both regions stand there from the start, or nobody would hear them. */
export function NoticeList(): ReactElement {
  const { notices } = useCall();
  const shown = useStore(notices.shown);
  const list = (tone: Notice['tone']) =>
    shown
      .filter((notice) => notice.tone === tone)
      .map((notice) => (
        <p key={notice.id} className="notice" data-testid="notice" data-tone={tone}>
          <span>{notice.text}</span>
          <button
            type="button"
            className="notice-close"
            aria-label="Dismiss"
            onClick={() => notices.dismiss(notice.id)}
          >
            <Icon name="close" />
          </button>
        </p>
      ));
  return (
    <div className="notices">
      <div role="alert">{list('alert')}</div>
      <div role="status">{list('info')}</div>
    </div>
  );
}
