export * from './gen/remotemedia/v1/common_pb.ts';
