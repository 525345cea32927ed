import type { ManifestProblem } from '@remotemedia/sdk/pipeline';
import { type ReactElement, useId, useRef } from 'react';
import { useStore } from '../../ui/use-store.ts';
import type { PipelineLab } from '../lab/pipeline-lab.ts';
import { ManifestEditor } from './manifest-editor.tsx';
import { ProblemList } from './problem-list.tsx';
import { rangeOf } from './segments.ts';

/** The manifest, and what is wrong with it. */
export function EditorSection({ lab }: { readonly lab: PipelineLab }): ReactElement {
  const text = useStore(lab.text);
  const { problems } = useStore(lab.check);
  const field = useRef<HTMLTextAreaElement>(null);
  const problemsId = useId();
  const go = ({ position }: ManifestProblem) => {
    if (!position || !field.current) return;
    const { from, to } = rangeOf(text, position);
    field.current.focus();
    field.current.setSelectionRange(from, to);
  };
  const fix = (problem: ManifestProblem) => {
    const { position, suggestion } = problem;
    if (!position || suggestion === undefined) return;
    go(problem);
    lab.write(text.slice(0, position.offset) + suggestion + text.slice(position.offset + position.length));
  };
  return (
    <section className="pipelines-editor" aria-labelledby="manifest-title">
      <h2 id="manifest-title">Manifest</h2>
      <ManifestEditor
        text={text}
        problems={problems}
        problemsId={problemsId}
        field={field}
        onChange={(value) => lab.write(value)}
      />
      <ProblemList id={problemsId} problems={problems} onGo={go} onFix={fix} />
    </section>
  );
}
