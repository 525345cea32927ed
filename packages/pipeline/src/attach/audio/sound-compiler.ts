import { type CheckedManifest, checkManifest, type ManifestSource } from '../../compile/check-manifest.ts';
import { ManifestError } from '../../manifest/manifest-error.ts';
import type { GraphPlan } from '../../plan/graph-plan.ts';
import type { NodeRegistry } from '../../registry/node-registry.ts';

/** Rates that manifests are written for, the usual ones first, in Hz. */
const USUAL_RATES = [48_000, 16_000, 44_100, 24_000, 32_000, 8_000, 96_000];

/**
 * Plans manifests for sound of an audio context. Its sample rate is the machine's, and a manifest may count on another one:
 * then the input is turned into that.
 */
export class SoundCompiler {
  readonly #registry: NodeRegistry;
  readonly #contextRate: number;
  readonly #rates = new WeakMap<GraphPlan, number>();

  constructor(registry: NodeRegistry, contextRate: number) {
    this.#registry = registry;
    this.#contextRate = contextRate;
  }

  /** Plans a manifest. @throws {ManifestError} with all problems, as they are at the rate of the context */
  readonly compile = (manifest: ManifestSource): GraphPlan => {
    const first = this.#check(manifest, this.#contextRate);
    if (first.plan) return first.plan;
    for (const rate of isOfRates(first) ? USUAL_RATES : []) {
      const { plan } = this.#check(manifest, rate);
      if (!plan) continue;
      this.#rates.set(plan, rate);
      return plan;
    }
    throw new ManifestError(first.problems);
  };

  /** The sample rate that a plan wants its input in; `undefined` for that of the context. */
  readonly inputRateOf = (plan: GraphPlan): number | undefined => this.#rates.get(plan);

  #check(manifest: ManifestSource, sampleRate: number): CheckedManifest {
    const input = { sampleRate, channelCount: undefined };
    return checkManifest(manifest, {
      registry: this.#registry,
      input,
      inputKinds: ['audio'],
      outputKinds: ['audio'],
    });
  }
}

/** Whether nothing but formats is wrong. */
function isOfRates({ problems }: CheckedManifest): boolean {
  return problems.every(({ severity, code }) => severity === 'warning' || code === 'format-conflict');
}
