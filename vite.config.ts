import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs } from './scripts/lib/chromium-args.mjs';
import { installedBrowser } from './scripts/lib/installed-browsers.mjs';
import { worklets } from './scripts/lib/vite-worklets.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const signalingUrl = process.env['SIGNALING_URL'] ?? 'http://127.0.0.1:8080';
const pages = ['index', 'codecs', 'pipelines'].map((name) => `${root}demo/${name}.html`);
const chromium = installedBrowser('chromium')?.path;

const REACT = ['react', 'react-dom/client', 'react/jsx-dev-runtime'];

/** A WebSocket may come in at the very path that the page has. */
function pageInstead(request: IncomingMessage): string | undefined {
  return request.headers.upgrade === 'websocket' ? undefined : request.url;
}

/** Serves and builds the demo; runs the tests that sit beside the source, in Node and in Chromium. */
export default defineConfig({
  root: 'demo',
  base: '/',
  plugins: [react(), worklets()],
  // A worker loads what it needs when it needs it, as a page does.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: pages },
  },
  server: {
    proxy: {
      '^/(remotemedia\\.v1|config\\.json$|health$)': { target: signalingUrl },
      '^/(ws)?$': { target: signalingUrl, ws: true, bypass: pageInstead },
    },
  },
  test: {
    projects: [
      {
        root,
        test: {
          name: 'node',
          environment: 'node',
          globalSetup: [`${root}scripts/lib/codec-worker-setup.mjs`, `${root}scripts/lib/pipeline-worker-setup.mjs`],
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'demo/src/**/*.test.{ts,tsx}',
            'e2e/{contract,interop}/**/*.test.ts',
            'e2e/cluster/**/*.test.ts',
            '{scripts,wasm,bench,fuzz}/**/*.test.mjs',
          ],
          exclude: ['**/*.browser.test.{ts,tsx}', '**/node_modules/**'],
        },
      },
      {
        root,
        plugins: [react()],
        cacheDir: '.cache/vite-browser',
        // Found in mid-run they would be bundled anew, and tests that began before would have a second copy of React.
        optimizeDeps: { include: [...REACT, 'yaml', '@cfworker/json-schema', 'leven', 'mediabunny'] },
        test: {
          name: 'browser',
          include: ['{packages/*,demo}/src/**/*.browser.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { args: chromiumArgs(), ...(chromium ? { executablePath: chromium } : {}) },
              contextOptions: { permissions: ['camera', 'microphone'] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
