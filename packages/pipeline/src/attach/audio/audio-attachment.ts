import { abortError, SdkError } from '@remotemedia/base';
import type { GraphPlan } from '../../plan/graph-plan.ts';
import type { Attachment } from '../attachment.ts';
import { Loopback } from './loopback.ts';
import { openSoundPlace, SoundGraph, type SoundGraphOptions, type SoundPlace } from './sound-graph.ts';
import { watchEnd } from './source-watch.ts';
import { TrackInput } from './track-input.ts';

/** How an audio track is led through a pipeline. */
export interface AudioAttachmentOptions extends Omit<SoundGraphOptions, 'slots'> {
  /** Whether the output goes through a {@link Loopback}, for browsers that do not cancel the echo of Web Audio. */
  readonly echoSafe?: boolean | undefined;
  /** Gives up opening. */
  readonly signal?: AbortSignal | undefined;
}

/** An audio track that goes through a pipeline and comes out as a track. */
export class AudioAttachment extends SoundGraph implements Attachment {
  readonly source: MediaStreamTrack;
  readonly track: MediaStreamTrack;

  private constructor(
    source: MediaStreamTrack,
    track: MediaStreamTrack,
    place: SoundPlace,
    options: AudioAttachmentOptions,
  ) {
    const onEnd = (error?: SdkError) => {
      // Stopping a track tells nobody (Media Capture §4.3.1), and who plays or sends it must know that there is no more.
      track.dispatchEvent(new Event('ended'));
      options.listener.onEnd(error);
    };
    super(place, { ...options, listener: { ...options.listener, onEnd } });
    this.source = source;
    this.track = track;
    const end = () => {
      if (place.life.disposed) return;
      this.close().catch(() => {});
      onEnd();
    };
    place.life.add(watchEnd(source, end, options.clock));
    place.life.add(watchEnd(track, end, options.clock));
  }

  /** Opens one. @throws {SdkError} why not; nothing is left behind, and `source` goes on */
  static async open(
    source: MediaStreamTrack,
    plan: GraphPlan,
    options: AudioAttachmentOptions,
  ): Promise<AudioAttachment> {
    const place = await openSoundPlace(options);
    const { life } = place;
    const { signal } = options;
    try {
      if (signal?.aborted) throw abortError(signal);
      const track = await connect(source, place, options);
      const attachment = new AudioAttachment(source, track, place, options);
      await attachment.begin(plan);
      if (signal?.aborted) throw abortError(signal);
      return attachment;
    } catch (error) {
      life.dispose();
      throw SdkError.from(error, 'internal');
    }
  }

  /** How the sound is led just now. */
  get way(): 'worklet' | 'worker' {
    return this.host;
  }
}

/** Leads a track to the host and gives what comes out; all of it is undone with the place. */
async function connect(
  source: MediaStreamTrack,
  { context, host, life }: SoundPlace,
  { channelCount = 2, echoSafe = false, signal, clock }: AudioAttachmentOptions,
): Promise<MediaStreamTrack> {
  const input = new TrackInput(context, source);
  life.add(() => input.close());
  input.connect(host.node, 0);
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount });
  host.node.connect(destination);
  const [output] = destination.stream.getAudioTracks();
  if (!output) throw new SdkError('internal', 'Web Audio made a stream without a track');
  life.add(() => output.stop());
  if (!echoSafe) return output;
  const loopback = await Loopback.open(output, { signal, clock });
  life.add(() => loopback.close());
  return loopback.track;
}
