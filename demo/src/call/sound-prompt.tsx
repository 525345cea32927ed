import type { ReactElement } from 'react';
import { Icon } from '../ui/icon.tsx';
import { useStore } from '../ui/use-store.ts';
import { useCall } from './use-call.ts';

/** Asks for the click without which the browser plays no sound. */
export function SoundPrompt(): ReactElement | null {
  const { sound } = useCall();
  if (!useStore(sound.blocked)) return null;
  return (
    <div className="sound-prompt" role="alert">
      <p>Your browser keeps this call silent until you say otherwise.</p>
      <button
        type="button"
        className="button button-primary"
        data-testid="enable-sound"
        onClick={() => void sound.enable()}
      >
        <Icon name="sound" /> Enable sound
      </button>
    </div>
  );
}
