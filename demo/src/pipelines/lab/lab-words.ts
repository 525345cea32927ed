import type { SdkError } from '@remotemedia/sdk';
import { type GraphStats, ManifestError } from '@remotemedia/sdk/pipeline';
import type { ErrorWords } from '../../page/error-words.ts';
import type { LabState } from './pipeline-lab.ts';

const HOSTS: Readonly<Record<string, string>> = {
  worklet: 'on the audio thread',
  worker: 'in a worker',
  inline: 'on the page’s own thread',
};

const WAYS: Readonly<Record<string, string>> = {
  processor: ', frame by frame',
  canvas: ', by way of a canvas',
  passthrough: ': the picture passes untouched, because this browser has no way to change it',
};

/** Where the graph runs, and how it does. */
export function hostWords(state: LabState, stats: GraphStats | undefined): string {
  if (state.kind !== 'on') return 'Nothing runs yet.';
  const { host, way } = state.pipeline;
  const gaps = stats && stats.underruns > 0 ? ` Gaps so far: ${stats.underruns}.` : '';
  return `Runs ${HOSTS[host] ?? host}${WAYS[way] ?? ''}.${gaps}`;
}

/** What went wrong, as a person reads it. */
export function faultWords(error: SdkError): ErrorWords {
  if (error instanceof ManifestError)
    return { title: 'The manifest cannot be run', hint: 'See what is underlined in it.' };
  switch (error.code) {
    case 'permission-denied':
      return { title: 'The browser may not use the device', hint: 'Allow it in the address bar, then start again.' };
    case 'not-found':
      return { title: 'There is no such device', hint: 'Plug one in, or take an input that is made here.' };
    default:
      return { title: 'That did not work', hint: error.detail };
  }
}
