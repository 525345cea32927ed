import type { EngineExplanation } from '@remotemedia/sdk/codecs';
import type { ReactElement } from 'react';
import { captureErrorWords } from '../../page/error-words.ts';
import { useStore } from '../../ui/use-store.ts';
import { LineChart } from '../parts/line-chart.tsx';
import type { History } from '../parts/meter.ts';
import type { Comparison } from './comparison.ts';
import { LaneCard } from './lane-card.tsx';
import type { LaneView } from './lane-view.ts';
import { VideoControls } from './video-controls.tsx';

const NATIVE = 'The browser’s codecs';
const OURS = 'Ours in WebAssembly';

/** What the SDK would do by itself. */
function choiceWords({ name, reason }: EngineExplanation): string {
  if (!name) return `With these settings no engine works: ${reason}.`;
  return `Left to itself, the SDK takes ${name === 'wasm' ? 'ours in WebAssembly' : 'the browser’s codecs'}: ${reason}.`;
}

/** The picture before and after both engines, and what each costs. */
export function PictureSection({ comparison }: { readonly comparison: Comparison }): ReactElement {
  const { layers, source } = useStore(comparison.settings);
  const state = useStore(comparison.source.state);
  const native = useStore(comparison.webcodecs.view);
  const ours = useStore(comparison.wasm.view);
  const choice = useStore(comparison.choice);
  const canvas = comparison.takeCanvas;
  const words = state.kind === 'failed' ? captureErrorWords(state.error, 'camera') : undefined;
  const lines = (pick: (view: LaneView) => History) => [
    { name: NATIVE, kind: 'native' as const, history: pick(native) },
    { name: OURS, kind: 'ours' as const, history: pick(ours) },
  ];
  return (
    <section className="codecs-section" aria-labelledby="picture-title">
      <h2 id="picture-title">Picture</h2>
      <VideoControls comparison={comparison} />
      {words && (
        <p className="codecs-fault" role="alert">
          <strong>{words.title}.</strong> {words.hint} The test picture is shown instead.
        </p>
      )}
      <p className="lane-reason" data-testid="choice">
        {choice ? choiceWords(choice) : 'Looking at the engines …'}
      </p>
      <div className="lanes">
        <section className="lane" aria-label="What goes in">
          <h3>What goes in</h3>
          <canvas ref={canvas.source} width={640} height={360} role="img" aria-label="Original picture" />
          <p className="lane-reason">
            {state.kind === 'opening'
              ? 'Starting your camera …'
              : source === 'camera' && !words
                ? 'Your camera.'
                : 'A drawn test picture.'}
          </p>
        </section>
        <LaneCard
          name={NATIVE}
          kind="native"
          lane={comparison.webcodecs}
          canvasRef={canvas.webcodecs}
          layers={layers}
        />
        <LaneCard name={OURS} kind="ours" lane={comparison.wasm} canvasRef={canvas.wasm} layers={layers} />
      </div>
      <div className="charts">
        <LineChart title="Bitrate" unit="kbit/s" digits={0} lines={lines(({ kilobits }) => kilobits)} />
        <LineChart title="Encoding" unit="ms" digits={1} lines={lines(({ encodeMs }) => encodeMs)} />
        <LineChart title="Decoding" unit="ms" digits={1} lines={lines(({ decodeMs }) => decodeMs)} />
        <LineChart title="PSNR" unit="dB" digits={1} lines={lines(({ psnrDb }) => psnrDb)} />
      </div>
    </section>
  );
}
