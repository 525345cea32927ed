import type { MessageInitShape } from '@bufbuild/protobuf';
import type { DataBuffer, DataBufferSchema } from '@remotemedia/protocol/common';

/** One piece of data on its way into or out of a pipeline. */
export type { DataBuffer };

/** What a `DataBuffer` is made of: fields that are left out have their defaults. */
export type DataBufferInit = MessageInitShape<typeof DataBufferSchema>;
