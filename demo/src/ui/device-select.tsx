import type { MediaDevice } from '@remotemedia/sdk/media';
import { type ReactElement, useId } from 'react';

/** What {@link DeviceSelect} shows. */
export interface DeviceSelectProps {
  /** Word before the choice. */
  readonly label: string;
  /** What can be chosen. */
  readonly devices: readonly MediaDevice[];
  /** The one that is chosen, empty for the browser's default. */
  readonly value: string;
  /** Hears of a choice. */
  readonly onChoose: (deviceId: string) => void;
  /** Handle for tests. */
  readonly testId?: string;
}

/** A choice of one device. */
export function DeviceSelect({ label, devices, value, onChoose, testId }: DeviceSelectProps): ReactElement {
  const id = useId();
  const named = devices.filter((device) => device.id !== '');
  const known = named.some((device) => device.id === value);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        data-testid={testId}
        value={known ? value : ''}
        disabled={named.length === 0}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {!named.some((device) => device.id === 'default') && (
          <option value="">{named.length === 0 ? 'None to choose from' : 'Browser’s choice'}</option>
        )}
        {named.map((device) => (
          <option key={device.id} value={device.id}>
            {device.label}
          </option>
        ))}
      </select>
    </div>
  );
}
