import type { WebRtcTransport } from '@remotemedia/sdk';
import { type RefObject, useEffect } from 'react';

/**
 * Tells the sender of what an element shows how large it is, or that nobody sees it, so that it sends no more than that.
 *
 * @param transport the way to the sender; `undefined` for what is not received
 */
export function useView(ref: RefObject<HTMLVideoElement | null>, transport: WebRtcTransport | undefined): void {
  useEffect(() => {
    const element = ref.current;
    if (!element || !transport) return;
    let stop = () => {};
    let stopped = false;
    // Without it the picture comes in full size, which is no reason to trouble anybody.
    transport.quality().then(
      (quality) => {
        if (!stopped) stop = quality.observeView(element);
      },
      () => {},
    );
    return () => {
      stopped = true;
      stop();
    };
  }, [ref, transport]);
}
