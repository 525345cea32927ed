import type { ReactElement } from 'react';
import { Icon, type IconName } from './icon.tsx';

/** What {@link DeviceToggle} shows. */
export interface DeviceToggleProps {
  /** Which device. */
  readonly device: 'microphone' | 'camera';
  /** Whether it is on. */
  readonly on: boolean;
  /** Whether it is on its way. */
  readonly busy: boolean;
  /** Whether it could not be started. */
  readonly failed: boolean;
  /** Switches it. */
  readonly onToggle: () => void;
  /** Handle for tests. */
  readonly testId?: string;
}

const SHORTCUT = { microphone: 'M', camera: 'V' } as const;

/** The button of one device: pressed means that others hear or see you. */
export function DeviceToggle(props: DeviceToggleProps): ReactElement {
  const { device, on, busy, failed, onToggle, testId } = props;
  const icon: IconName = on ? device : `${device}Off`;
  const label = device === 'microphone' ? 'Microphone' : 'Camera';
  const state = failed ? 'try again' : on ? 'on' : 'off';
  return (
    <button
      type="button"
      className="control"
      data-testid={testId}
      data-on={on}
      data-failed={failed}
      aria-pressed={on}
      aria-busy={busy}
      aria-label={label}
      aria-keyshortcuts={SHORTCUT[device]}
      data-tip={`${label} ${state} (${SHORTCUT[device]})`}
      onClick={onToggle}
    >
      <Icon name={icon} />
      {failed && <span className="control-badge control-badge-warning">!</span>}
    </button>
  );
}
