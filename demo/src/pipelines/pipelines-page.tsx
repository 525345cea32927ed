import type { ReactElement } from 'react';
import { Mark } from '../ui/mark.tsx';
import { useStore } from '../ui/use-store.ts';
import { EventList } from './controls/event-list.tsx';
import { LabControls } from './controls/lab-controls.tsx';
import { NodePanel } from './controls/node-panel.tsx';
import { OutputView } from './controls/output-view.tsx';
import { GraphDrawing } from './drawing/graph-drawing.tsx';
import { EditorSection } from './editor/editor-section.tsx';
import { faultWords, hostWords } from './lab/lab-words.ts';
import type { PipelineLab } from './lab/pipeline-lab.ts';

/** A manifest, its graph, and what it does to sound and picture. */
export function PipelinesPage({ lab }: { readonly lab: PipelineLab }): ReactElement {
  const state = useStore(lab.state);
  const plan = useStore(lab.plan);
  const stats = useStore(lab.stats);
  const check = useStore(lab.check);
  const words = 'fault' in state && state.fault ? faultWords(state.fault) : undefined;
  return (
    <div className="codecs pipelines">
      <header className="codecs-header">
        <Mark />
        <a href="/">Back to the lobby</a>
      </header>
      <main>
        <h1>Pipelines</h1>
        <p className="codecs-intro">
          Write what is to be done to a track, and hear and see it at once: each change takes effect without a gap.
          Nothing leaves this page.
        </p>
        <div className="pipelines-top">
          <EditorSection lab={lab} />
          <section className="pipelines-run" aria-labelledby="run-title">
            <h2 id="run-title">Run</h2>
            <LabControls lab={lab} />
            {words && (
              <p className="codecs-fault" role="alert">
                <strong>{words.title}.</strong> {words.hint}
              </p>
            )}
            <OutputView state={state} />
            <p className="lane-reason" data-testid="host">
              {hostWords(state, stats)}
            </p>
            <EventList log={lab.log} />
          </section>
        </div>
        <section className="codecs-section" aria-labelledby="graph-title">
          <h2 id="graph-title">Graph</h2>
          {!check.plan && <p className="codecs-intro">This is the graph of the last manifest that was valid.</p>}
          {plan && <GraphDrawing plan={plan} stats={stats} />}
          <ul className="node-panels" aria-label="Nodes">
            {plan?.nodes.map((node) => (
              <NodePanel key={node.id} lab={lab} node={node} stats={stats?.nodes.find(({ id }) => id === node.id)} />
            ))}
          </ul>
        </section>
      </main>
    </div>
  );
}
