import { type FormEvent, type ReactElement, useRef, useState } from 'react';
import { MAX_NAME_LENGTH } from '../page/address.ts';

/** What {@link JoinForm} asks. */
export interface JoinFormProps {
  /** Name that stands there first. */
  readonly initialName: string;
  /** Whether the room is being entered. */
  readonly busy: boolean;
  /** Word on the button. */
  readonly verb: 'Join' | 'Rejoin';
  /** Enters the room under a name. */
  readonly onJoin: (name: string) => void;
  /** Calls it off. */
  readonly onCancel: () => void;
}

/** Asks for a name and lets the person in. */
export function JoinForm({ initialName, busy, verb, onJoin, onCancel }: JoinFormProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = input.current?.value.trim() ?? '';
    setMissing(name === '');
    if (name === '') input.current?.focus();
    else onJoin(name);
  };
  return (
    <form className="join-form" onSubmit={submit} noValidate>
      <div className="field">
        <label htmlFor="name">Your name</label>
        <input
          ref={input}
          id="name"
          name="name"
          data-testid="lobby-name"
          defaultValue={initialName}
          maxLength={MAX_NAME_LENGTH}
          autoComplete="nickname"
          placeholder="How the others will see you"
          aria-invalid={missing}
          aria-describedby={missing ? 'name-missing' : undefined}
          onInput={() => setMissing(false)}
        />
        {missing && (
          <p id="name-missing" className="field-error" role="alert">
            Please tell the others who you are.
          </p>
        )}
      </div>
      <div className="join-actions">
        <button type="submit" className="button button-primary button-wide" data-testid="lobby-join" disabled={busy}>
          {busy ? 'Joining …' : `${verb} the room`}
        </button>
        {busy && (
          <button type="button" className="button button-quiet" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
    </form>
  );
}
