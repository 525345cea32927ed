import type { InputKind } from './lab/lab-input.ts';

/** A manifest to begin with. */
export interface Example {
  /** Its name for people. */
  readonly name: string;
  /** What it is made for. */
  readonly input: InputKind;
  /** The manifest. */
  readonly text: string;
}

/** What the page offers; the first one is there at the start. */
export const EXAMPLES: readonly Example[] = [
  {
    name: 'Robot voice',
    input: 'sound',
    text: `# A voice becomes a robot's. Move the sliders while it plays.
version: v1
metadata:
  name: robot-voice
nodes:
  - id: rumble
    node_type: HighPass
    params:
      frequency_hz: 120
  - id: robot
    node_type: RobotVoice
    params:
      carrier_hz: 70
  - id: ceiling
    node_type: Limiter
  - id: level
    node_type: AudioLevel
  - id: out
    node_type: Output
connections:
  - from: rumble
    to: robot
  - from: robot
    to: ceiling
  - from: ceiling
    to: level
  - from: ceiling
    to: out
`,
  },
  {
    name: 'Noise suppression',
    input: 'microphone',
    text: `# What is no voice is taken away; who speaks is told beside it.
version: v1
metadata:
  name: clear-voice
nodes:
  - id: clean
    node_type: NoiseSuppression
  - id: voice
    node_type: VoiceActivityDetection
  - id: level
    node_type: AudioLevel
connections:
  - from: clean
    to: voice
  - from: clean
    to: level
`,
  },
  {
    name: 'Grayscale',
    input: 'picture',
    text: `# A black and white film, at the pace of the cinema.
version: v1
metadata:
  name: old-film
nodes:
  - id: pace
    node_type: FrameRate
    params:
      fps: 18
  - id: grey
    node_type: Grayscale
    params:
      amount: 1
connections:
  - from: pace
    to: grey
`,
  },
  {
    name: 'Background blur',
    input: 'camera',
    text: `# You stay sharp, the room does not.
version: v1
metadata:
  name: blur
nodes:
  - id: blur
    node_type: BackgroundBlur
`,
  },
  {
    name: 'Small and mirrored',
    input: 'picture',
    text: `version: v1
metadata:
  name: mirror
nodes:
  - id: small
    node_type: VideoScaler
    params:
      target_width: 320
      target_height: 180
  - id: mirror
    node_type: VideoFlip
    params:
      direction: horizontal
connections:
  - from: small
    to: mirror
`,
  },
  {
    name: 'A node of this page',
    input: 'sound',
    text: `# Tremolo is no node of the SDK: it is a file of this page.
version: v1
metadata:
  name: tremolo
nodes:
  - id: swell
    node_type: Tremolo
    params:
      rate_hz: 4
      depth: 0.9
  - id: softer
    node_type: Gain
    params:
      gain_db: -3
connections:
  - from: swell
    to: softer
`,
  },
  {
    name: 'With mistakes',
    input: 'sound',
    text: `# Four mistakes. Each is underlined, and says what to do.
version: v1
metadata:
  name: mistakes
nodes:
  - id: rumble
    node_type: HighPas
  - id: louder
    node_type: Gain
    params:
      gain_dB: 6
      ramp_ms: often
connections:
  - from: rumble
    to: louder
  - from: louder
    to: speaker
`,
  },
];
