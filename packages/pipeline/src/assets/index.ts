export type { AssetProgress, AssetSource, AssetSources } from './asset-source.ts';
export { type LoadAssetsOptions, loadAssets } from './load-assets.ts';
