export type { ResamplerQuality } from './low-pass.ts';
export { Resampler, type ResamplerOptions } from './resampler.ts';
