import { AUDIO_SCENARIOS } from './audio-scenarios.ts';
import type { Scenario } from './platform-classes.ts';
import { VIDEO_SCENARIOS } from './video-scenarios.ts';

export { ourClasses } from './our-classes.ts';
export { type PlatformClasses, platformClasses, type Scenario } from './platform-classes.ts';

/** Everything that code written for the platform relies on, and that is tried on the browser's classes and on ours. */
export const SCENARIOS: readonly Scenario[] = [...AUDIO_SCENARIOS, ...VIDEO_SCENARIOS];
