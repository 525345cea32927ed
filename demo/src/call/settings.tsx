import type { ReactElement } from 'react';
import { canChooseSpeaker } from '../conference/sound.ts';
import { rememberPreferences } from '../page/preferences.ts';
import { DevicePickers } from '../ui/device-pickers.tsx';
import { DeviceSelect } from '../ui/device-select.tsx';
import { useLocalMedia } from '../ui/use-local-media.ts';
import { useStore } from '../ui/use-store.ts';
import { EffectPickers } from './effect-pickers.tsx';
import { useCall } from './use-call.ts';

/** Element id of the popover, for the button that opens it. */
export const SETTINGS_ID = 'settings';

const SHORTCUTS = [
  ['M', 'microphone on or off'],
  ['V', 'camera on or off'],
  ['S', 'share your screen, or stop'],
  ['C', 'chat'],
] as const;

/** Devices, effects and shortcuts, in a popover of the platform: it closes by Escape or a click elsewhere. */
export function Settings(): ReactElement {
  const { media, sound } = useCall();
  const view = useLocalMedia(media);
  const speakerId = useStore(sound.speakerId);
  const chooseSpeaker = (id: string) => {
    rememberPreferences({ speakerId: id });
    sound.speakerId.set(id);
  };
  return (
    <div id={SETTINGS_ID} popover="auto" className="settings" role="dialog" aria-label="Settings">
      <h2>Devices</h2>
      <DevicePickers view={view} place="settings" />
      {canChooseSpeaker() && view.devices.speakers.length > 0 && (
        <DeviceSelect label="Speaker" devices={view.devices.speakers} value={speakerId} onChoose={chooseSpeaker} />
      )}
      <h2>Effects</h2>
      <EffectPickers />
      <h2>Shortcuts</h2>
      <dl className="shortcuts">
        {SHORTCUTS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
