import type { EngineExplanation, EngineMember } from '../../webcodecs/coders/config-types.ts';

/** What is known of the engines for one kind of coder. */
export interface EngineRules<Config> {
  /** Why our engine cannot do it; `undefined` when it can. */
  readonly wasmRefusal: (config: Config) => string | undefined;
  /** Why the browser's engine cannot, or would not do all of it; `undefined` when it does. */
  readonly nativeRefusal: (config: Config) => Promise<string | undefined> | string | undefined;
  /** Why ours is the better one although both can do it; `undefined` when it is not. */
  readonly wasmAdvantage: (config: Config) => string | undefined;
}

/**
 * Finds the engine for a configuration: the one it names, or else the browser's, unless that would lose something that
 * is asked for, or is known to be slow.
 */
export async function chooseEngine<Config extends EngineMember>(
  config: Config,
  rules: EngineRules<Config>,
): Promise<EngineExplanation> {
  const { engine = 'auto' } = config;
  const wasmNo = engine === 'webcodecs' ? 'only the webcodecs engine may be used' : rules.wasmRefusal(config);
  if (engine === 'wasm') return wasmNo ? { reason: wasmNo } : { name: 'wasm', reason: "engine: 'wasm' is asked for" };
  const advantage = wasmNo === undefined ? rules.wasmAdvantage(config) : undefined;
  if (advantage) return { name: 'wasm', reason: advantage };
  const nativeNo = await rules.nativeRefusal(config);
  if (nativeNo === undefined) {
    const reason = engine === 'auto' ? 'the browser does all that is asked for' : "engine: 'webcodecs' is asked for";
    return { name: 'webcodecs', reason };
  }
  return wasmNo === undefined ? { name: 'wasm', reason: nativeNo } : { reason: `${nativeNo}; ${wasmNo}` };
}
