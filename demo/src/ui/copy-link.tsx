import { type ReactElement, useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

/** How long "copied" is shown, in milliseconds. */
const SHOWN_MS = 2500;

/** What {@link CopyLink} copies. */
export interface CopyLinkProps {
  /** The link. */
  readonly link: string;
  /** Hears that the browser refused; the link must then be shown. */
  readonly onRefused: () => void;
  /** Handle for tests. */
  readonly testId?: string;
}

/** A button that copies the room's link. */
export function CopyLink({ link, onRefused, testId }: CopyLinkProps): ReactElement {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    writeClipboard(link).then(() => setCopied(true), onRefused);
  };
  return (
    <button type="button" className="button button-quiet" data-testid={testId} onClick={copy}>
      <Icon name={copied ? 'check' : 'link'} />
      <span aria-live="polite">{copied ? 'Link copied' : 'Copy link'}</span>
    </button>
  );
}

/** The clipboard is missing in insecure contexts, whatever the DOM's types say. */
async function writeClipboard(text: string): Promise<void> {
  const { clipboard } = navigator as { clipboard?: Clipboard };
  if (!clipboard) return Promise.reject(new DOMException('no clipboard', 'NotSupportedError'));
  await clipboard.writeText(text);
}
