import { closeLink, type Link } from '../connection/link.ts';

/** A link that was made before it was known for whom, and is used at most once. */
export class PreparedLink {
  #link: Link | undefined;

  /** Takes the link over. */
  constructor(link: Link | undefined) {
    this.#link = link;
  }

  /** Gives it away, if it is still there. */
  take(): Link | undefined {
    const link = this.#link;
    this.#link = undefined;
    return link;
  }

  /** Lets go of it. Calling it again does nothing. */
  close(): void {
    const link = this.take();
    if (link) closeLink(link);
  }
}
