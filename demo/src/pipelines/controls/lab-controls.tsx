import type { ReactElement } from 'react';
import { Choice } from '../../codecs/parts/choice.tsx';
import { useStore } from '../../ui/use-store.ts';
import { EXAMPLES } from '../examples.ts';
import type { InputKind } from '../lab/lab-input.ts';
import type { PipelineLab } from '../lab/pipeline-lab.ts';

const INPUTS: readonly (readonly [InputKind, string])[] = [
  ['sound', 'Tune'],
  ['picture', 'Picture'],
  ['microphone', 'Microphone'],
  ['camera', 'Camera'],
];

/** What to begin with, what goes in, and the button that starts it. */
export function LabControls({ lab }: { readonly lab: PipelineLab }): ReactElement {
  const text = useStore(lab.text);
  const input = useStore(lab.input);
  const { plan } = useStore(lab.check);
  const { kind } = useStore(lab.state);
  const chosen = EXAMPLES.findIndex((example) => example.text === text);
  const options = EXAMPLES.map(({ name }, index) => [index, name] as const);
  return (
    <div className="codecs-controls">
      <Choice
        label="Begin with"
        testId="example"
        value={chosen}
        options={chosen < 0 ? [[-1, 'Your own'], ...options] : options}
        onChoose={(index) => {
          const example = EXAMPLES[index];
          if (example) void lab.choose(example);
        }}
      />
      <Choice
        label="Input"
        testId="input"
        value={input}
        options={INPUTS}
        onChoose={(next) => void lab.chooseInput(next)}
      />
      <div className="codecs-buttons">
        <button
          type="button"
          className="button button-primary"
          data-testid="run"
          disabled={kind === 'starting' || (kind === 'off' && !plan)}
          onClick={() => (kind === 'off' ? void lab.start() : lab.stop())}
        >
          {kind === 'off' ? 'Start' : kind === 'starting' ? 'Starting …' : 'Stop'}
        </button>
      </div>
    </div>
  );
}
