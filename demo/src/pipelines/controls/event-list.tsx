import type { ReactElement } from 'react';
import { useStore } from '../../ui/use-store.ts';
import type { EventLog } from '../lab/event-log.ts';

/** What the nodes say, the newest first. It is no live region: it would never be silent. */
export function EventList({ log }: { readonly log: EventLog }): ReactElement {
  const lines = useStore(log.lines);
  return (
    <section className="pipelines-events" aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      {lines.length === 0 && <p className="lane-reason">What nodes say beside sound and picture is shown here.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard */}
      <ol className="event-lines" data-testid="events" aria-label="Events, the newest first" tabIndex={0}>
        {lines.map(({ number, nodeId, words, isFault }) => (
          <li key={number} data-fault={isFault}>
            <strong>{nodeId}</strong> <code>{words}</code>
          </li>
        ))}
      </ol>
    </section>
  );
}
