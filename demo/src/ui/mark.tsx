import type { ReactElement } from 'react';

/** The wordmark. */
export function Mark(): ReactElement {
  return (
    <span className="mark">
      <svg viewBox="0 0 26 20" aria-hidden="true" focusable="false">
        <rect className="mark-back" x="0" y="0" width="17" height="13" rx="4" />
        <rect className="mark-front" x="8" y="6" width="17" height="13" rx="4" />
      </svg>
      RemoteMedia
    </span>
  );
}
