import type { ReactElement } from 'react';

/** Outlines on a 24 × 24 grid, drawn with a stroke of the text's colour. */
const PATHS = {
  microphone:
    'M12 3.5a3 3 0 0 0-3 3V11a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v3M8.5 20.5h7',
  microphoneOff:
    'M15 10.5v-4a3 3 0 0 0-5.7-1.3M9 9v2a3 3 0 0 0 4.6 2.5M5.5 11a6.5 6.5 0 0 0 10.4 5.2M18.5 11c0 .9-.2 1.7-.5 2.5M12 17.5v3M8.5 20.5h7M4 4l16 16',
  camera: 'M5.5 6.5h8a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2ZM15.5 10.7l5-2.7v8l-5-2.7',
  cameraOff:
    'M9.5 6.5h4a2 2 0 0 1 2 2v4M15.5 15.5a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-7a2 2 0 0 1 1.2-1.8M15.5 10.7l5-2.7v8l-3-1.6M4 4l16 16',
  screen:
    'M4.5 4.5h15A1.5 1.5 0 0 1 21 6v9.5a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5V6a1.5 1.5 0 0 1 1.5-1.5ZM8.5 20.5h7M12 17v3.5M12 13.8V8M9.2 10.6 12 7.8l2.8 2.8',
  chat: 'M6 4.5h12a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5h-6.5L7 20v-3.5H6A2.5 2.5 0 0 1 3.5 14V7A2.5 2.5 0 0 1 6 4.5ZM8 9h8M8 12.5h5',
  settings:
    'M4 7.5h9M18.5 7.5H20M4 16.5h2M11.5 16.5H20M15.75 10.25a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5ZM8.75 19.25a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5Z',
  leave: 'M13.5 4H7a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h6.5M10.5 12H20M16.5 8.5 20 12l-3.5 3.5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  check: 'M5 12.5 10 17.5 19.5 7',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M4.5 12 4 5l16.5 7L4 19l.5-7ZM4.5 12h8',
  people:
    'M9 11.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5ZM3 19a6 6 0 0 1 12 0M15.5 5.2a3.25 3.25 0 0 1 0 6.1M17 14a6 6 0 0 1 4 5',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4ZM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  warning: 'M12 4.5 21 19.5H3L12 4.5ZM12 10v4.5M12 17v.1',
} as const;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

/** Our own icons; decoration only, so the button or text beside it says what it means. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
