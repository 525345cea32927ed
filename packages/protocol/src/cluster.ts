export * from './gen/remotemedia/v1/cluster_pb.ts';
