import { FLAGS } from './flag-table.ts';
import { nearestName } from './nearest-name.ts';

const OURS = /^(WEBRTC|GRPC|REMOTEMEDIA)_/;

/** A sentence for each variable of the environment that looks like one of ours with a slip in its name. */
export function mistypedVariables(env: NodeJS.ProcessEnv): string[] {
  const known = FLAGS.flatMap(({ env: names, isSecret }) =>
    isSecret ? names.flatMap((name) => [name, `${name}_FILE`]) : names,
  );
  return Object.keys(env).flatMap((name) => {
    if (!OURS.test(name) || known.includes(name)) return [];
    const nearest = nearestName(name, known);
    return nearest === undefined ? [] : [`the variable ${name} is not known; did you mean ${nearest}?`];
  });
}
