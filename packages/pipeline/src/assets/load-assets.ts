import { SdkError } from '@remotemedia/base';
import type { AnyNodeDefinition, Asset, AssetForm } from '../node/node-definition.ts';
import type { GraphPlan } from '../plan/graph-plan.ts';
import { assetIn } from './asset-forms.ts';
import type { AssetProgress, AssetSource, AssetSources } from './asset-source.ts';

/** What is to be loaded, and from where. */
export interface LoadAssetsOptions {
  /** Only what its nodes need is loaded. */
  readonly plan: GraphPlan;
  /** Finds what a type is. */
  readonly find: (type: string) => AnyNodeDefinition | undefined;
  /** In the place of the default ones. */
  readonly sources?: AssetSources | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hears how far each file is. */
  readonly onProgress?: ((progress: AssetProgress) => void) | undefined;
}

/** One file of one node. */
interface Need {
  readonly name: string;
  readonly form: AssetForm;
  readonly who: string;
}

/**
 * Gets the files that the nodes of a plan need. Each is fetched and compiled once for the whole page.
 *
 * @throws {SdkError} with the node and the file named: `failed-precondition` when no address is known, `not-found` or
 *   `unavailable` when it cannot be had (with address and status), `data-loss` when it is something else,
 *   `permission-denied` when the page may not compile it, `cancelled`
 */
export async function loadAssets(options: LoadAssetsOptions): Promise<Readonly<Record<string, Asset>>> {
  const needs = needsOf(options);
  const loaded = await Promise.all(needs.map((need) => load(need, options)));
  return Object.fromEntries(loaded);
}

function needsOf({ plan, find }: LoadAssetsOptions): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const { id, type } of plan.nodes) {
    for (const [name, form] of Object.entries(find(type)?.assets ?? {})) {
      const known = needs.get(name);
      const who = `node "${id}" (${type})`;
      if (!known) needs.set(name, { name, form, who });
      else if (known.form !== form) {
        const detail = `${known.who} wants the file ${name} as ${known.form}, ${who} as ${form}: give one another name`;
        throw new SdkError('failed-precondition', detail);
      }
    }
  }
  return [...needs.values()];
}

async function load(
  { name, form, who }: Need,
  { sources, signal, onProgress }: LoadAssetsOptions,
): Promise<readonly [string, Asset]> {
  const wait = {
    signal,
    onProgress: (loadedBytes: number, totalBytes: number | undefined) =>
      onProgress?.({ name, loadedBytes, totalBytes }),
  };
  try {
    return [name, await assetIn(form, name, sourceOf(name, sources), wait)];
  } catch (cause) {
    if (signal?.aborted) throw cause;
    const { code, detail } = SdkError.from(cause, 'unavailable');
    throw new SdkError(code, `${who} needs the file ${name}: ${detail}`, { cause });
  }
}

function sourceOf(name: string, sources: AssetSources | undefined): AssetSource | undefined {
  return sources && Object.hasOwn(sources, name) ? sources[name] : undefined;
}
