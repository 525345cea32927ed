import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { CodecsPage } from './codecs-page.tsx';
import { Comparison } from './picture/comparison.ts';
import { SoundLoop } from './sound/sound-loop.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/codecs.css';

const comparison = new Comparison();
const sound = new SoundLoop();
comparison.start();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <CodecsPage comparison={comparison} sound={sound} />
      </ErrorBoundary>
    </StrictMode>,
  );
}
