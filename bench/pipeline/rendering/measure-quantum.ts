import { barePart, emptyWorklet } from './baselines.ts';
import { nativePart } from './native.ts';
import { oursPart } from './ours.ts';
import { type Render, renderPart } from './part.ts';
import { renderTime } from './render-time.ts';

/** How much is rendered. */
const SECONDS = 24;

/** What each contender renders, and what is taken off: what it would cost without the nodes. */
async function rendersOf(subject: string, contender: string): Promise<readonly [Render, Render]> {
  if (contender === 'ours') return [renderPart(await oursPart(subject)), renderPart(emptyWorklet)];
  if (contender === 'native') return [renderPart(nativePart(subject)), renderPart(barePart)];
  // Whoever does not ask for it does not load it.
  const { toneRender } = await import('./tone.ts');
  return [toneRender(subject), renderPart(barePart)];
}

/** µs for each render quantum, without those of the baseline. */
export async function measureQuantum(subject: string, contender: string): Promise<number> {
  const [render, baseline] = await rendersOf(subject, contender);
  const baselineUs = await renderTime(baseline, SECONDS);
  return (await renderTime(render, SECONDS)) - baselineUs;
}
