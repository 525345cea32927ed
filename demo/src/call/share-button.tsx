import { canShareScreen } from '@remotemedia/sdk/media';
import type { ReactElement } from 'react';
import { Icon } from '../ui/icon.tsx';
import { useStore } from '../ui/use-store.ts';
import { useCall } from './use-call.ts';

/** The button that shares this person's screen; not there where the browser cannot do it. */
export function ShareButton(): ReactElement | null {
  const { screen } = useCall();
  const { kind } = useStore(screen.state);
  if (!canShareScreen()) return null;
  const on = kind === 'on';
  return (
    <button
      type="button"
      className="control control-plain"
      data-testid="screen"
      aria-pressed={on}
      aria-busy={kind === 'opening'}
      aria-keyshortcuts="S"
      aria-label="Share screen"
      data-tip={on ? 'Stop sharing (S)' : 'Share screen (S)'}
      onClick={() => void screen.toggle()}
    >
      <Icon name="screen" />
    </button>
  );
}
