export * from './gen/remotemedia/v1/streaming_pb.ts';
