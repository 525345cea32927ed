export * from './gen/remotemedia/v1/distributor_pb.ts';
