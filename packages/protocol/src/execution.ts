export * from './gen/remotemedia/v1/execution_pb.ts';
