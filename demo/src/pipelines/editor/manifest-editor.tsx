import type { ManifestProblem } from '@remotemedia/sdk/pipeline';
import { type KeyboardEvent, type ReactElement, type RefObject, useMemo } from 'react';
import { segmentsOf } from './segments.ts';

/** What {@link ManifestEditor} edits. */
export interface ManifestEditorProps {
  /** The text. */
  readonly text: string;
  /** What is wrong with it. */
  readonly problems: readonly ManifestProblem[];
  /** Id of the element that lists the problems. */
  readonly problemsId: string;
  /** Takes the field, for those who lead the person to a place in it. */
  readonly field: RefObject<HTMLTextAreaElement | null>;
  /** Hears of a change. */
  readonly onChange: (text: string) => void;
}

/**
 * A text field, so that it works with every keyboard and every screen reader, over a copy of its text that has colours and
 * underlines.
 */
export function ManifestEditor(props: ManifestEditorProps): ReactElement {
  const { text, problems, problemsId, field, onChange } = props;
  const segments = useMemo(() => segmentsOf(text, problems), [text, problems]);
  const lines = text.split('\n');
  const faulty = new Map(problems.toReversed().map(({ position, severity }) => [position?.line, severity]));
  return (
    <div className="editor">
      <div className="editor-numbers" aria-hidden="true">
        {lines.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
          <span key={index} data-severity={faulty.get(index + 1)}>
            {index + 1}
          </span>
        ))}
      </div>
      <div className="editor-text">
        <pre aria-hidden="true" data-testid="editor-looks">
          {segments.map(({ text: part, token, severity }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: all that a segment is may be there twice
            <span key={index} className={`token-${token}`} data-severity={severity}>
              {part}
            </span>
          ))}
          {/* A last line without a character would have no height. */}
          {'\n'}
        </pre>
        <textarea
          ref={field}
          data-testid="manifest"
          value={text}
          aria-label="Manifest"
          aria-describedby={problemsId}
          aria-invalid={problems.some(({ severity }) => severity === 'error')}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          autoCorrect="off"
          wrap="off"
          onKeyDown={keepIndentation}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </div>
    </div>
  );
}

/** A new line begins where the one before it does. The Tab key goes to the next control, as in every field. */
function keepIndentation(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const { key, shiftKey, altKey, ctrlKey, metaKey, currentTarget, nativeEvent } = event;
  if (key !== 'Enter' || shiftKey || altKey || ctrlKey || metaKey || nativeEvent.isComposing) return;
  const { value, selectionStart } = currentTarget;
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
  const [indentation = ''] = /^ *(?:- )?/.exec(line) ?? [];
  if (indentation === '') return;
  event.preventDefault();
  // Outdated as it is, nothing else leaves a trace in the history of "undo".
  document.execCommand('insertText', false, `\n${indentation.replace('-', ' ')}`);
}
