import type { ReactElement } from 'react';
import { Mark } from '../ui/mark.tsx';
import type { Comparison } from './picture/comparison.ts';
import { PictureSection } from './picture/picture-section.tsx';
import type { SoundLoop } from './sound/sound-loop.ts';
import { SoundSection } from './sound/sound-section.tsx';

/** What {@link CodecsPage} shows. */
export interface CodecsPageProps {
  /** Pictures through both engines. */
  readonly comparison: Comparison;
  /** Sound through Opus. */
  readonly sound: SoundLoop;
}

/** The browser's own codecs and ours, at work side by side. */
export function CodecsPage({ comparison, sound }: CodecsPageProps): ReactElement {
  return (
    <div className="codecs">
      <header className="codecs-header">
        <Mark />
        <a href="/">Back to the lobby</a>
      </header>
      <main>
        <h1>Codecs side by side</h1>
        <p className="codecs-intro">
          The same pictures go through the browser’s own codecs and through ours in WebAssembly, and come out again
          beside each other. Nothing leaves this page.
        </p>
        <PictureSection comparison={comparison} />
        <SoundSection sound={sound} />
      </main>
    </div>
  );
}
