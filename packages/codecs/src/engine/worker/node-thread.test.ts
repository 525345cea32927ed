import { inject } from 'vitest';
import { describeEngines } from './engines-contract.ts';
import { setCodecLocations } from './index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The codecs' worker, built before the tests. */
    codecWorkerUrl: string;
  }
}

setCodecLocations({ workerUrl: inject('codecWorkerUrl') });
describeEngines('in a thread of Node');
