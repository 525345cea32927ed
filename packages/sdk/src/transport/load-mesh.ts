import { SdkError } from '@remotemedia/base';
import type { Mesh } from '@remotemedia/mesh';

/** Makes meshes. */
export type MeshClass = typeof Mesh;

/**
 * Loads what connects to peers. It is not needed to reach the server and to make the first offer, so it is on its way
 * meanwhile; whoever calls this may fail before it awaits the result.
 *
 * @throws {SdkError} `unavailable` when it cannot be loaded
 */
export function loadMesh(
  importMesh: () => Promise<{ readonly Mesh: MeshClass }> = () => import('@remotemedia/mesh'),
): Promise<MeshClass> {
  const loading = importMesh().then(
    ({ Mesh }) => Mesh,
    (cause: unknown) => {
      const detail = "the code that connects to peers (a chunk beside the SDK's entry) could not be loaded";
      throw new SdkError('unavailable', `${detail}: ${SdkError.from(cause).detail}`, { cause });
    },
  );
  loading.catch(() => {});
  return loading;
}
