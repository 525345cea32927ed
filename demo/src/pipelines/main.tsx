import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { PipelineLab } from './lab/pipeline-lab.ts';
import { PipelinesPage } from './pipelines-page.tsx';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/codecs.css';
import '../styles/pipelines.css';

const lab = new PipelineLab();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <PipelinesPage lab={lab} />
      </ErrorBoundary>
    </StrictMode>,
  );
}
