import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readCommandLine } from './command-line.ts';
import { fileFlagOf } from './flag.ts';
import { FLAGS } from './flag-table.ts';

/** What a YAML document can be. */
type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml };

const DEPLOY = new URL('../../../../deploy/', import.meta.url);
const KNOWN = FLAGS.flatMap((flag) => [...flag.env, ...(flag.isSecret ? fileFlagOf(flag).env : [])]);
const OURS = /\b(?:WEBRTC|GRPC|REMOTEMEDIA|HTTP|RUST)_[A-Z_]+\b/g;
const PROBED = ['/health/live', '/health/ready'];

const read = (path: string): string => readFileSync(new URL(path, DEPLOY), 'utf8');
const files = readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' }).filter((name) => /\.|Dockerfile/.test(name));
const yamlFiles = files.filter((name) => name.endsWith('.yaml'));
const documentsOf = (name: string): Yaml[] =>
  parseAllDocuments(read(name), { merge: true }).map((document) => {
    expect(document.errors).toEqual([]);
    expect(document.warnings).toEqual([]);
    return document.toJS() as Yaml;
  });

/** All values under `key`, wherever they are. */
function under(value: Yaml, key: string): Yaml[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [
    ...(name === key ? [part as Yaml] : []),
    ...under(part as Yaml, key),
  ]);
}

describe('what is in deploy/', () => {
  test('is there', () => {
    expect(files).toEqual(
      expect.arrayContaining(['Dockerfile', 'compose.yaml', 'nginx.conf', 'kubernetes/server.yaml']),
    );
  });

  test.each(files)('%s names only variables that the server knows', (name) => {
    const named = new Set([...read(name).matchAll(OURS)].map(([variable]) => variable));
    expect([...named].filter((variable) => !KNOWN.includes(variable))).toEqual([]);
  });

  test.each(yamlFiles)('%s is YAML', (name) => {
    for (const document of documentsOf(name)) expect(document).toBeTypeOf('object');
  });

  test.each(yamlFiles.filter((name) => name.startsWith('kubernetes/')))('%s has kinds, names and versions', (name) => {
    for (const document of documentsOf(name)) {
      expect(document).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) });
    }
  });

  test('kustomization.yaml lists every manifest but the example', () => {
    const [{ resources }] = documentsOf('kubernetes/kustomization.yaml') as [{ resources: string[] }];
    const manifests = yamlFiles
      .filter((name) => name.startsWith('kubernetes/'))
      .map((name) => name.slice('kubernetes/'.length));
    expect([...resources, 'kustomization.yaml', 'secret.example.yaml'].sort()).toEqual(manifests.sort());
  });

  test('the server reads the variables of compose.yaml and of the ConfigMap', () => {
    const [compose] = documentsOf('compose.yaml') as [
      { services: Record<string, { environment?: Record<string, string> }> },
    ];
    const [config] = documentsOf('kubernetes/config.yaml') as [{ data: Record<string, string> }];
    const environments = [
      ...Object.values(compose.services).flatMap(({ environment }) => (environment ? [environment] : [])),
      config.data,
    ];
    expect(environments).toHaveLength(3);
    for (const environment of environments) {
      const env = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')]),
      );
      expect(Object.values(env).every((value) => typeof value === 'string')).toBe(true);
      delete env['REMOTEMEDIA_TURN_SECRET_FILE'];
      const { notices, options } = serve({ ...env, REMOTEMEDIA_TURN_SECRET: 'a-secret-of-32-characters-at-least' });
      expect(notices).toEqual([]);
      expect(options).toMatchObject({ host: '0.0.0.0', port: 8_080, nats: { servers: expect.any(Array) } });
    }
  });

  test('the deployment waits for a drain', () => {
    const [deployment] = documentsOf('kubernetes/server.yaml') as [Yaml];
    const [config] = documentsOf('kubernetes/config.yaml') as [{ data: Record<string, string> }];
    const [graceSeconds] = under(deployment ?? null, 'terminationGracePeriodSeconds');
    const [command] = under(deployment ?? null, 'command') as [string[]];
    expect(command[0]).toBe('sleep');
    const drainSeconds = Number(config.data['REMOTEMEDIA_DRAIN_TIMEOUT']);
    expect(Number(graceSeconds)).toBeGreaterThanOrEqual(Number(command[1]) + drainSeconds + 5);
  });

  test('probes ask for paths that the server answers', () => {
    const [deployment] = documentsOf('kubernetes/server.yaml') as [Yaml];
    const paths = under(deployment ?? null, 'httpGet').flatMap((probe) => under(probe, 'path'));
    expect(paths).toHaveLength(3);
    for (const path of paths) expect(PROBED).toContain(path);
    expect(read('Dockerfile')).toMatch(/HEALTH_URL=http:\/\/127\.0\.0\.1:8080\/health\/ready/);
  });
});

describe("the image's health check", () => {
  const [, script = ''] = /CMD \["node", "-e", "([^"]+)"\]/.exec(read('Dockerfile')) ?? [];
  let server: Server;
  let status = 200;
  beforeAll(async () => {
    server = createServer((_request, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test.each([
    [200, 0],
    [503, 1],
  ])('ends a server that answers %i with %i', async (answer, expected) => {
    status = answer;
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await run(script, { HEALTH_URL: `http://127.0.0.1:${port}/health/ready` })).toBe(expected);
  });

  test('fails where nobody listens', async () => {
    expect(await run(script, { HEALTH_URL: 'http://127.0.0.1:1/health/ready' })).toBe(1);
  });
});

function run(script: string, env: NodeJS.ProcessEnv): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(process.execPath, ['-e', script], { env: { ...process.env, ...env } }).once('exit', resolve);
  });
}

function serve(env: NodeJS.ProcessEnv) {
  const command = readCommandLine([], env);
  if (command.kind !== 'serve') throw new Error(`nothing is served: ${command.kind}`);
  return command;
}
