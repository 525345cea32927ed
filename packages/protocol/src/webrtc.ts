export * from './gen/remotemedia/v1/webrtc/webrtc_signaling_pb.ts';
export * from './gen/remotemedia/v1/webrtc/webrtc_signaling_web_pb.ts';
