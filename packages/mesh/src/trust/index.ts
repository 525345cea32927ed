export type { DescriptionGuard } from './description-guard.ts';
export { type RoomSecretOptions, roomSecretGuard } from './room-secret-guard.ts';
export { safetyCode } from './safety-code.ts';
