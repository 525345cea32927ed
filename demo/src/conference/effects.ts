import { segmentationAssets } from '@remotemedia/models/segmentation';
import type { Manifest } from '@remotemedia/sdk/pipeline';

/** What can be done to one's voice before others hear it. */
export type VoiceEffect = 'none' | 'clear' | 'robot';

/** What can be done to one's picture before others see it. */
export type PictureEffect = 'none' | 'blur' | 'grey';

/** What is done. */
export interface Effects {
  /** To the voice. */
  readonly voice: VoiceEffect;
  /** To the picture. */
  readonly picture: PictureEffect;
}

/** Nothing is done. */
export const NO_EFFECTS: Effects = { voice: 'none', picture: 'none' };

/** What can be chosen, with the words for it. */
export const VOICE_EFFECTS: readonly (readonly [VoiceEffect, string])[] = [
  ['none', 'None'],
  ['clear', 'Noise suppression'],
  ['robot', 'Robot voice'],
];

/** What can be chosen, with the words for it. */
export const PICTURE_EFFECTS: readonly (readonly [PictureEffect, string])[] = [
  ['none', 'None'],
  ['blur', 'Background blur'],
  ['grey', 'Grayscale'],
];

/** Where the files are that an effect needs besides the SDK's own. */
export const EFFECT_ASSETS: Readonly<Record<string, URL>> = segmentationAssets;

const VOICE_MANIFESTS: Readonly<Record<VoiceEffect, Manifest | undefined>> = {
  none: undefined,
  clear: { nodes: [{ id: 'clear', node_type: 'NoiseSuppression' }] },
  robot: {
    nodes: [
      { id: 'robot', node_type: 'RobotVoice' },
      { id: 'ceiling', node_type: 'Limiter' },
    ],
    connections: [{ from: 'robot', to: 'ceiling' }],
  },
};

const PICTURE_MANIFESTS: Readonly<Record<PictureEffect, Manifest | undefined>> = {
  none: undefined,
  blur: { nodes: [{ id: 'blur', node_type: 'BackgroundBlur' }] },
  grey: { nodes: [{ id: 'grey', node_type: 'Grayscale' }] },
};

/** What is done to a track of a kind, as a pipeline; nothing for no effect. */
export function manifestFor({ voice, picture }: Effects, kind: string): Manifest | undefined {
  return kind === 'audio' ? VOICE_MANIFESTS[voice] : PICTURE_MANIFESTS[picture];
}
