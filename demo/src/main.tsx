import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { Conference } from './conference/conference.ts';
import { readAddress } from './page/address.ts';
import { readPreferences } from './page/preferences.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/lobby.css';
import './styles/call.css';
import './styles/controls.css';
import './styles/tiles.css';
import './styles/chat.css';
import './styles/notices.css';

const address = readAddress(new URL(location.href));
const conference = new Conference(address);
void conference.media.open('microphone', 'camera');
if (address.autojoin) void conference.join(address.displayName || readPreferences().displayName || 'Guest');

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary>
        <App conference={conference} initialName={address.displayName} />
      </ErrorBoundary>
    </StrictMode>,
  );
}
