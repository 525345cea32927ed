import type { ReactElement } from 'react';
import type { LocalMediaState } from '../conference/local-media.ts';
import { captureErrorWords } from '../page/error-words.ts';
import { Icon } from '../ui/icon.tsx';

/** Says in words why camera or microphone stay off, and that joining works all the same. */
export function CaptureHelp({ state }: { readonly state: LocalMediaState }): ReactElement | null {
  const words = (['microphone', 'camera'] as const).flatMap((device) => {
    const capture = state[device];
    return capture.kind === 'failed' ? [captureErrorWords(capture.error, device)] : [];
  });
  if (words.length === 0) return null;
  // Both often fail for the same reason; what to do about it is then said once.
  const hints = [...new Set(words.map(({ hint }) => hint))];
  return (
    <div className="callout" role="status">
      <Icon name="warning" />
      <div>
        {words.map(({ title }) => (
          <p key={title} className="callout-title">
            {title}.
          </p>
        ))}
        {hints.map((hint) => (
          <p key={hint}>{hint}</p>
        ))}
        <p>You can join without.</p>
      </div>
    </div>
  );
}
