import type { ReactElement } from 'react';
import { DeviceSelect } from './device-select.tsx';
import type { LocalMediaView } from './use-local-media.ts';

/** What {@link DevicePickers} shows. */
export interface DevicePickersProps {
  /** Devices that there are, the chosen ones, and how to choose. */
  readonly view: Pick<LocalMediaView, 'devices' | 'chosen' | 'choose'>;
  /** Begins the handles for tests: `<place>-microphone` and `<place>-camera`. */
  readonly place: 'lobby' | 'settings';
}

/** The choice of a microphone and of a camera. */
export function DevicePickers({ view, place }: DevicePickersProps): ReactElement {
  const { devices, chosen, choose } = view;
  return (
    <>
      <DeviceSelect
        label="Microphone"
        testId={`${place}-microphone`}
        devices={devices.microphones}
        value={chosen.microphone}
        onChoose={(id) => choose('microphone', id)}
      />
      <DeviceSelect
        label="Camera"
        testId={`${place}-camera`}
        devices={devices.cameras}
        value={chosen.camera}
        onChoose={(id) => choose('camera', id)}
      />
    </>
  );
}
