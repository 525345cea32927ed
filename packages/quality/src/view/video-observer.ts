import { type Clock, Disposables, type Undo } from '@remotemedia/base';
import type { View } from './view.ts';
import type { ViewSender } from './view-sender.ts';

/** How long a new size must stay before it is told, in milliseconds: windows are dragged. */
const RESIZE_AFTER_MS = 200;
/** How long a video must be out of sight before that is told, in milliseconds: people scroll past. */
const HIDE_AFTER_MS = 500;

/** Settings of an observed video. */
export interface ObserveViewOptions {
  /** The remote track that the element shows. @default the video tracks of its `srcObject` */
  readonly track?: MediaStreamTrack | undefined;
}

/**
 * Watches how a video element is shown: its size in pixels of the screen, whether it is scrolled out of sight, whether
 * the page is seen at all, and picture-in-picture. Tells it for its tracks until the returned function is called.
 */
export function observeVideo(
  video: HTMLVideoElement,
  { track }: ObserveViewOptions,
  views: ViewSender,
  clock: Clock,
): Undo {
  const undo = new Disposables();
  const owner = {};
  let isOnScreen = true;
  let told: readonly MediaStreamTrack[] = [];
  let last: View | undefined;
  let stopTimer: Undo = () => {};

  const tell = (view: View | undefined): void => {
    const tracks = track ? [track] : videoTracksOf(video);
    for (const gone of told.filter((one) => !tracks.includes(one))) views.set(gone, undefined, owner);
    for (const one of tracks) views.set(one, view, owner);
    told = tracks;
    last = view;
  };
  const look = (): void => {
    stopTimer();
    const view = viewOf(video, isOnScreen);
    if (last === undefined || (last === 'hidden' && view !== 'hidden')) tell(view);
    else stopTimer = clock.after(view === 'hidden' ? HIDE_AFTER_MS : RESIZE_AFTER_MS, () => tell(view));
  };

  const sizes = new ResizeObserver(look);
  sizes.observe(video);
  const places = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)?.isIntersecting ?? true;
    look();
  });
  places.observe(video);
  undo.listen(video.ownerDocument, 'visibilitychange', look);
  // A new source, and the picture leaving the page and coming back.
  for (const name of ['loadstart', 'emptied', 'enterpictureinpicture', 'leavepictureinpicture', 'resize'])
    undo.listen(video, name, look);
  undo.add(() => sizes.disconnect());
  undo.add(() => places.disconnect());
  undo.add(() => {
    stopTimer();
    for (const one of told) views.set(one, undefined, owner);
  });
  return () => undo.dispose();
}

function viewOf(video: HTMLVideoElement, isOnScreen: boolean): View {
  const { ownerDocument: page } = video;
  const isOnTop = page.pictureInPictureElement === video;
  if (!isOnTop && (page.visibilityState === 'hidden' || !isOnScreen)) return 'hidden';
  const { width, height } = video.getBoundingClientRect();
  if (width < 1 || height < 1) return isOnTop ? { width: 480, height: 270 } : 'hidden';
  const ratio = page.defaultView?.devicePixelRatio ?? 1;
  return { width: width * ratio, height: height * ratio };
}

function videoTracksOf({ srcObject }: HTMLVideoElement): MediaStreamTrack[] {
  return srcObject instanceof MediaStream ? srcObject.getVideoTracks() : [];
}
