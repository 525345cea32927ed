import { type Flag, type FlagGroup, fileFlagOf } from './flag.ts';
import { ACCESS } from './flags/access.ts';
import { ICE } from './flags/ice.ts';
import { LISTENING } from './flags/listening.ts';
import { OPERATION } from './flags/operation.ts';
import { OTHER_SERVERS } from './flags/other-servers.ts';
import { RATES } from './flags/rates.ts';
import { ROOMS } from './flags/rooms.ts';
import { SCALE } from './flags/scale.ts';

/** All flags by what they are about. The command line, the environment, the help and the documents are made of this. */
export const FLAG_GROUPS: readonly FlagGroup[] = [
  LISTENING,
  ROOMS,
  ACCESS,
  RATES,
  SCALE,
  ICE,
  OPERATION,
  OTHER_SERVERS,
].map(({ title, flags }) => ({
  title,
  flags: flags.flatMap((flag) => (flag.isSecret ? [flag, fileFlagOf(flag)] : [flag])),
}));

/** All flags. */
export const FLAGS: readonly Flag[] = FLAG_GROUPS.flatMap(({ flags }) => flags);
