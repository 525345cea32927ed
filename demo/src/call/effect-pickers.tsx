import type { ReactElement } from 'react';
import { Choice } from '../codecs/parts/choice.tsx';
import { PICTURE_EFFECTS, VOICE_EFFECTS } from '../conference/effects.ts';
import { useStore } from '../ui/use-store.ts';
import { useCall } from './use-call.ts';

/** What is done to voice and picture before others get them. */
export function EffectPickers(): ReactElement {
  const { effects } = useCall();
  const { voice, picture } = useStore(effects);
  return (
    <>
      <Choice
        label="Voice"
        testId="effect-voice"
        value={voice}
        options={VOICE_EFFECTS}
        onChoose={(chosen) => effects.update((all) => ({ ...all, voice: chosen }))}
      />
      <Choice
        label="Picture"
        testId="effect-picture"
        value={picture}
        options={PICTURE_EFFECTS}
        onChoose={(chosen) => effects.update((all) => ({ ...all, picture: chosen }))}
      />
    </>
  );
}
