import { Component, type ReactNode } from 'react';

/** What {@link ErrorBoundary} wraps. */
export interface ErrorBoundaryProps {
  /** The page. */
  readonly children: ReactNode;
}

/** Shows a way out when a component fails, in place of an empty page. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state: { readonly failed: boolean } = { failed: false };

  /** React asks this for the next state when a child threw. */
  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="crash" role="alert">
        <h1>Something broke on this page</h1>
        <p>That is our fault, not yours. Loading it again brings you back to the lobby of your room.</p>
        <button type="button" className="button button-primary" onClick={() => location.reload()}>
          Load the page again
        </button>
      </main>
    );
  }
}
