import type { Draft, DraftConnection, DraftNode } from './draft.ts';
import type { Manifest, ManifestConnection, ManifestNode } from './manifest.ts';
import { ManifestError } from './manifest-error.ts';
import { ProblemList } from './problem-list.ts';
import { readManifest } from './read-manifest.ts';
import { readSource } from './read-source.ts';

/**
 * Reads the text of a manifest, YAML or JSON, in any of the dialects that are understood. Whether its nodes exist and fit
 * together is not looked at: {@link checkManifest} does that.
 *
 * @throws {ManifestError} when it is no manifest
 */
export function parseManifest(text: string): Manifest {
  const problems = new ProblemList();
  const value = readSource(text, problems);
  const draft = value === undefined ? undefined : readManifest(value, problems);
  if (draft === undefined || problems.hasErrors) throw new ManifestError(problems.list());
  return manifestOf(draft);
}

function manifestOf(draft: Draft): Manifest {
  return { ...draft.source, nodes: draft.nodes.map(nodeOf), connections: draft.connections.map(connectionOf) };
}

/** Under our names; what is not ours stays. */
function nodeOf({ id = '', type = '', params, source }: DraftNode): ManifestNode {
  const { config: _, nodeType: __, ...rest } = source;
  return { ...rest, id, node_type: type, params };
}

function connectionOf({ from, to }: DraftConnection): ManifestConnection {
  return {
    from: from.id ?? '',
    to: to.id ?? '',
    ...(from.port === undefined ? {} : { from_port: from.port }),
    ...(to.port === undefined ? {} : { to_port: to.port }),
  };
}
