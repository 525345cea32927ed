import { SdkError } from '@remotemedia/base';
import type { IncomingTransfer } from '../file-transfer.ts';
import type { FileOffer } from '../incoming/file-offer.ts';

/** File System Access §3.2; not in TypeScript's library. */
type SavePicker = (options: { readonly suggestedName: string }) => Promise<FileSystemFileHandle>;

/**
 * Asks the user where to save an offered file and accepts it: what comes goes straight to that place. Call it in the
 * handler of a click; browsers show the dialog only then. The offer stays open when the user closes the dialog.
 *
 * @throws {SdkError} `unimplemented` when the browser has no such dialog, `cancelled` when the user closes it,
 *   `failed-precondition` when the offer is no longer open
 */
export async function saveToDisk(offer: FileOffer): Promise<IncomingTransfer> {
  const { showSaveFilePicker } = globalThis as { showSaveFilePicker?: SavePicker };
  if (!showSaveFilePicker) {
    throw new SdkError('unimplemented', 'this browser cannot save straight to disk; accept the offer without a sink');
  }
  try {
    const sink = await showSaveFilePicker.call(globalThis, { suggestedName: offer.name });
    return offer.accept({ sink });
  } catch (error) {
    throw SdkError.from(error, 'failed-precondition');
  }
}
