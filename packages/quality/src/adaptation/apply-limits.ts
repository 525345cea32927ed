import type { QualitySender } from '../quality-port.ts';
import type { VideoLimits } from './limits.ts';
import { shareLayers } from './share-layers.ts';

/**
 * Tells the browser how to send a video. Parameters are read and set in one go, because a set of them is good for one
 * call (W3C WebRTC §5.2), and members that are not ours stay as they are.
 *
 * @returns whether the browser took it
 */
export async function applyVideo({ sender }: QualitySender, limits: VideoLimits): Promise<boolean> {
  const parameters = sender.getParameters();
  // Older Firefox leaves the encodings out until they are set.
  parameters.encodings ??= [];
  if (parameters.encodings.length === 0) parameters.encodings.push({});
  const wakes = limits.active && parameters.encodings.every(({ active }) => active === false);
  const layers = shareLayers(parameters.encodings, limits);
  for (const [index, encoding] of parameters.encodings.entries()) Object.assign(encoding, layers[index]);
  // Who looks again must not wait for the next key frame; browsers that do not know this make one anyway.
  const options = wakes ? { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) } : undefined;
  return set(sender, parameters, options);
}

/** Whether a sender still goes by these limits: others may set it up anew, and an answer may take its layers away. */
export function isApplied({ sender }: QualitySender, limits: VideoLimits): boolean {
  const encodings = sender.getParameters().encodings ?? [];
  const layers = shareLayers(encodings, limits);
  return encodings.every(
    ({ active, maxBitrate }, index) => active === layers[index]?.active && maxBitrate === layers[index]?.maxBitrate,
  );
}

/** Tells the browser how to send sound. Without a bitrate it gets its own choice, or what was asked for. */
export async function applyAudio(
  { sender, options }: QualitySender,
  maxBitrateKbps: number | undefined,
): Promise<boolean> {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings ?? []) {
    const kbps = maxBitrateKbps ?? options.maxBitrateKbps;
    if (kbps === undefined) delete encoding.maxBitrate;
    else encoding.maxBitrate = kbps * 1_000;
    // Sound comes before pictures when there is too little for both (W3C WebRTC-Priority §4.1).
    if (encoding.priority === undefined || encoding.priority === 'low') encoding.priority = 'high';
  }
  return set(sender, parameters);
}

/** The second argument is of W3C WebRTC's `RTCSetParameterOptions`, which TypeScript does not know. */
async function set(sender: RTCRtpSender, parameters: RTCRtpSendParameters, options?: object): Promise<boolean> {
  try {
    const setParameters: (...all: readonly unknown[]) => Promise<void> = sender.setParameters.bind(sender) as never;
    await setParameters(...(options ? [parameters, options] : [parameters]));
    return true;
  } catch {
    // The connection was closed, or this browser does not take it: the caller tries again with what is known then.
    return false;
  }
}
