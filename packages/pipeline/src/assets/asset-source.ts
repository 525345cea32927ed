/** Where a file of a node comes from: its address, its bytes, or, for WebAssembly, what was compiled of it. */
export type AssetSource = URL | string | BufferSource | WebAssembly.Module;

/** Files by the names that nodes have for them, in the place of the default ones. */
export type AssetSources = Readonly<Record<string, AssetSource>>;

/** How far a file is. */
export interface AssetProgress {
  /** The node's name for it. */
  readonly name: string;
  /** Bytes that are here. */
  readonly loadedBytes: number;
  /** All of its bytes; `undefined` where the server does not say, or packs it. */
  readonly totalBytes: number | undefined;
}
