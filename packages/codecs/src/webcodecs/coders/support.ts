import { SdkError } from '@remotemedia/base';
import { chooseEngine, type EngineRules } from '../../engine/choose/choose-engine.ts';
import type { CoderSupport, EngineMember, EngineReport } from './config-types.ts';

/** The engine for a configuration. @throws {SdkError} `unimplemented` when none can do it */
export async function requireEngine<Config extends EngineMember & { readonly codec: string }>(
  config: Config,
  rules: EngineRules<Config>,
): Promise<EngineReport> {
  const { name, reason } = await chooseEngine(config, rules);
  if (name) return { name, reason };
  throw new SdkError('unimplemented', `codec '${config.codec}' with this configuration is not supported: ${reason}`);
}

/** The answer of `isConfigSupported`. Source: WebCodecs, "Check Configuration Support". */
export async function support<Config extends EngineMember>(
  config: Config,
  rules: EngineRules<Config>,
): Promise<CoderSupport<Config>> {
  const { name } = await chooseEngine(config, rules);
  return { config, supported: name !== undefined };
}
