export * from './gen/remotemedia/v1/control_pb.ts';
