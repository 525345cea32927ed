import { loadCodec } from '@remotemedia/codecs';
import { sileroAssets } from '@remotemedia/models/silero';
import { expect, test } from 'vitest';
import type { JsonValue } from '../../data/json-value.ts';
import type { SileroJob } from './silero-worker-contract.ts';
import { decodeSpeech, PHRASES } from './speech-contract.ts';
import { scoreOf } from './speech-score-contract.ts';

async function bytesAt(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

test('a worker of the browser finds the phrases', { timeout: 120_000 }, async () => {
  const speech = decodeSpeech(
    await bytesAt(new URL('./fixtures/speech.opus', import.meta.url)),
    await loadCodec('opus'),
  );
  const worker = new Worker(new URL('./silero-worker-contract.ts', import.meta.url), { type: 'module' });
  const job: SileroJob = {
    sound: speech,
    assets: {
      onnxruntime: sileroAssets.onnxruntime.href,
      onnxruntimeWasm: await bytesAt(sileroAssets.onnxruntimeWasm),
      sileroModel: await bytesAt(sileroAssets.sileroModel),
    },
  };
  const answer = await new Promise<{ events?: JsonValue[]; error?: string }>((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(job);
  });
  worker.terminate();
  expect(answer.error).toBeUndefined();
  const { found, precision, recall } = scoreOf(answer.events ?? []);
  expect(found).toHaveLength(PHRASES.length);
  expect(precision).toBeGreaterThan(0.98);
  expect(recall).toBeGreaterThan(0.97);
});
