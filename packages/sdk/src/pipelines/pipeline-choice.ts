import type { LocalTrack } from '@remotemedia/mesh';
import type { AttachOptions } from '@remotemedia/pipeline';
import { builtinNodes, checkManifest, ManifestError, type ManifestSource, NodeRegistry } from '@remotemedia/pipeline';

/** A manifest for tracks of each kind. */
export interface PipelinesByKind {
  /** For tracks of sound. */
  readonly audio?: ManifestSource | undefined;
  /** For tracks of pictures. */
  readonly video?: ManifestSource | undefined;
}

/** One manifest, for the tracks that it can be run on, or one for each kind. */
export type PipelineChoice = ManifestSource | PipelinesByKind;

/** A track that is to be published, and the manifest that it goes through, if any. */
export interface PipedTrack {
  /** The track before its pipeline. */
  readonly local: LocalTrack;
  /** What is done to it on its way. */
  readonly manifest: ManifestSource | undefined;
}

/**
 * Says which track goes through which manifest. One manifest for a stream is for the tracks of the kind that it takes; both
 * kinds may be.
 *
 * @throws {ManifestError} when it can be run on none of them: why not on the first
 */
export function pipe(
  locals: readonly LocalTrack[],
  choice: PipelineChoice | undefined,
  { nodes = [] }: Pick<AttachOptions, 'nodes'>,
): readonly PipedTrack[] {
  if (choice === undefined) return locals.map((local) => ({ local, manifest: undefined }));
  if (isByKind(choice)) {
    return locals.map((local) => ({ local, manifest: local.track.kind === 'audio' ? choice.audio : choice.video }));
  }
  const registry = new NodeRegistry([...builtinNodes, ...nodes]);
  const checks = locals.map(({ track }) => {
    const kinds = [track.kind === 'audio' ? 'audio' : 'video'] as const;
    return checkManifest(choice, { registry, inputKinds: kinds, outputKinds: kinds });
  });
  const [first] = checks;
  if (first && checks.every(({ plan }) => !plan)) throw new ManifestError(first.problems);
  return locals.map((local, index) => ({ local, manifest: checks[index]?.plan ? choice : undefined }));
}

function isByKind(choice: PipelineChoice): choice is PipelinesByKind {
  return typeof choice === 'object' && !('nodes' in choice);
}
