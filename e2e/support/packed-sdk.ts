import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, type ViteDevServer } from 'vite';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A page's script: brings sound and pictures through the codecs in WebAssembly and says what came out. */
const SCRIPT = `import {
  AudioData, AudioDecoder, AudioEncoder, setCodecLocations, VideoDecoder, VideoEncoder, VideoFrame,
} from '@remotemedia/sdk/codecs';

async function roundTrip(Encoder, Decoder, config, inputs, decoderConfig) {
  const chunks = [];
  const outputs = [];
  let failure;
  const error = (found) => { failure ??= found; };
  const encoder = new Encoder({ output: (chunk) => chunks.push(chunk), error });
  const decoder = new Decoder({ output: (output) => outputs.push(output), error });
  try {
    encoder.configure({ ...config, engine: 'wasm' });
    for (const input of inputs) { encoder.encode(input); input.close(); }
    await encoder.flush();
    decoder.configure({ ...decoderConfig, engine: 'wasm' });
    for (const chunk of chunks) decoder.decode(chunk);
    await decoder.flush();
    return outputs.length;
  } catch (caught) {
    throw failure ?? caught;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
    if (decoder.state !== 'closed') decoder.close();
    for (const output of outputs) output.close();
  }
}

const sound = (index) => new AudioData({
  format: 'f32', sampleRate: 48000, numberOfFrames: 960, numberOfChannels: 1, timestamp: index * 20000,
  data: Float32Array.from({ length: 960 }, (_, i) => Math.sin(i / 10) / 4),
});
const picture = (index) => new VideoFrame(new Uint8Array(64 * 64 * 4).fill(index * 20), {
  format: 'RGBA', codedWidth: 64, codedHeight: 64, timestamp: index * 40000,
});

globalThis.tryCodecs = async (locations) => {
  try {
    if (locations) setCodecLocations(locations);
    const opus = { codec: 'opus', sampleRate: 48000, numberOfChannels: 1 };
    const sounds = await roundTrip(AudioEncoder, AudioDecoder, opus, [0, 1, 2].map(sound), opus);
    const vp9 = { codec: 'vp09.00.10.08', width: 64, height: 64 };
    const pictures = await roundTrip(VideoEncoder, VideoDecoder, vp9, [0, 1, 2].map(picture), { codec: vp9.codec });
    return sounds + ' sounds, ' + pictures + ' pictures';
  } catch (error) {
    return error.name + ': ' + error.message;
  }
};
`;

const INDEX = '<!doctype html><title>Codecs</title><script type="module" src="main.js"></script>\n';

/** The packed SDK, installed in a folder beside a page that uses its codecs. */
export class PackedSdk {
  /** Holds the page, and the package in `node_modules`. */
  readonly folder: string;

  /** Packs and installs. @param folder empty */
  constructor(folder: string) {
    this.folder = folder;
    const output = execFileSync(process.execPath, [join(ROOT, 'scripts/pack.mjs'), 'sdk'], { encoding: 'utf8' });
    const tarball = output.trim().split('\n').at(-1) ?? '';
    mkdirSync(this.packageDir, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', this.packageDir]);
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(folder, 'main.js'), SCRIPT);
    writeFileSync(join(folder, 'index.html'), INDEX);
  }

  /** Where the package is. */
  get packageDir(): string {
    return join(this.folder, 'node_modules/@remotemedia/sdk');
  }

  /** Builds the page with Vite. @returns the folder to serve */
  async buildWithVite(): Promise<string> {
    const outDir = join(this.folder, 'vite');
    await build({ configFile: false, root: this.folder, logLevel: 'warn', build: { outDir, target: 'es2022' } });
    return outDir;
  }

  /** Serves the page with Vite as it is developed. Whoever starts it closes it. */
  async serveWithVite(): Promise<ViteDevServer> {
    const server = await createServer({
      configFile: false,
      root: this.folder,
      logLevel: 'error',
      server: { port: 0, host: '127.0.0.1', hmr: false, ws: false },
    });
    return await server.listen();
  }

  /** Bundles the page with esbuild, which leaves addresses alone, and copies the files that it asks for beside it. */
  buildWithEsbuild(): string {
    const outDir = join(this.folder, 'esbuild');
    const esbuild = join(ROOT, 'node_modules/esbuild/bin/esbuild');
    const options = [
      '--bundle',
      '--format=esm',
      '--minify',
      `--outfile=${join(outDir, 'main.js')}`,
      '--log-level=error',
    ];
    execFileSync(esbuild, [join(this.folder, 'main.js'), ...options]);
    for (const part of ['workers', 'wasm'])
      cpSync(join(this.packageDir, 'dist', part), join(outDir, part), { recursive: true });
    writeFileSync(join(outDir, 'index.html'), INDEX);
    return outDir;
  }

  /** The page without a build: the script names the package's file. @param packageUrl where the package is served */
  plainPage(name: string, packageUrl: string): string {
    const outDir = join(this.folder, name);
    mkdirSync(outDir);
    writeFileSync(join(outDir, 'main.js'), SCRIPT.replace('@remotemedia/sdk/codecs', `${packageUrl}/codecs.js`));
    writeFileSync(join(outDir, 'index.html'), INDEX);
    return outDir;
  }

  /** What the script says in Node, which has to end by itself. */
  runInNode(): string {
    const file = join(this.folder, 'node.mjs');
    writeFileSync(file, `import './main.js';\nconsole.log(await globalThis.tryCodecs());\n`);
    return execFileSync(process.execPath, [file], { encoding: 'utf8', timeout: 20_000 }).trim();
  }
}
