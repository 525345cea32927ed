/**
 * What a file with nodes of one's own imports: small enough for the audio thread.
 *
 * @module
 */
export { AudioBlock, type AudioFormat } from './data/audio-block.ts';
export type { JsonValue } from './data/json-value.ts';
export type { DataKind, RuntimeData } from './data/runtime-data.ts';
export {
  type Asset,
  type AssetForm,
  defineNode,
  type FormatConflict,
  type HostName,
  type InputSource,
  type KnownFormat,
  type NodeContext,
  type NodeDefinition,
  type NodeInstance,
  type PortKinds,
  type Ports,
} from './node/node-definition.ts';
export { type NodeParams, type Param, type ParamSchema, type ParamValues, param } from './node/param.ts';
export { provideNodes } from './node/provided-nodes.ts';
