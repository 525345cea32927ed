import { expect, type TestInfo } from '@playwright/test';
import { buildServer, ServerProcess } from '../cluster/server-process.ts';
import { longestGap } from '../network/harness/figures.ts';
import { buildCallPage } from '../support/call-page.ts';
import { Caller, nowMs, SMALL_PICTURE } from '../support/caller.ts';
import { personNamed } from '../support/cast.ts';
import { test as base } from '../support/fixtures.ts';

/** What the tests of this file share. */
interface Built {
  /** A server that was built to be killed, on a port of its own. */
  readonly start: (port?: number) => Promise<ServerProcess>;
}

const test = base.extend<object, { built: Built }>({
  built: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
    async ({}, use) => {
      const [program, page] = await Promise.all([buildServer(), buildCallPage()]);
      await use({
        start: async (port = 0) => {
          const server = new ServerProcess(program, { host: '127.0.0.1', port, demoDir: page.dir });
          await server.start();
          return server;
        },
      });
      await Promise.all([program.remove(), page.remove()]);
    },
    { scope: 'worker' },
  ],
});

const ROOM = 'restart';
const NAMES = ['Ada', 'Grace', 'Alan'];

for (const scheme of ['ws', 'http']) {
  const protocol = scheme === 'ws' ? 'JSON-RPC' : 'gRPC-Web';
  test(`the server is killed and started again in mid-call (${protocol})`, async ({ built, pool }, info) => {
    test.setTimeout(120_000);
    let server = await built.start();
    const { port } = server;
    const origin = `http://127.0.0.1:${port}`;
    const signaling = `${scheme}://127.0.0.1:${port}`;
    const browser = await pool.browserOf(personNamed('Ada'), 'chromium');
    const everybody: Caller[] = [];
    const arrive = async (name: string): Promise<Caller> => {
      const caller = await Caller.open(browser, origin, name);
      everybody.push(caller);
      await caller.join(ROOM, signaling);
      await caller.do('publish', SMALL_PICTURE);
      return caller;
    };
    try {
      const people: Caller[] = [];
      for (const name of NAMES) people.push(await arrive(name));
      await test.step('three meet', () => expectFlowing(people));
      await each(people, (one, other) => one.do('keepIdentities', other.id));
      await Promise.all(people.map((person) => person.do('startMessages', 100)));
      const lostAt = nowMs();

      await test.step('the server is gone, which all notice', async () => {
        await server.kill();
        for (const person of people) await expect.poll(() => person.do('state')).toBe('recovering');
      });
      await test.step('it is back, and all are in the room again', async () => {
        server = await built.start(port);
        for (const person of people) {
          await expect.poll(() => person.do('state')).toBe('connected');
          await expect.poll(() => person.do('present').catch(() => [])).toEqual([...NAMES].sort());
        }
      });
      await test.step('a fourth comes, is seen and heard, and leaves', async () => {
        const late = await arrive('Katherine');
        await expectFlowing([...people, late]);
        await late.do('leave');
        await expectConnected(people);
      });
      await test.step('media never stopped, and messages came once and in order', async () => {
        await Promise.all(people.map((person) => person.do('stopMessages')));
        await expectUnbroken(people, lostAt, info);
      });
      await test.step('a leave is seen', async () => {
        await people[2]?.do('leave');
        await expectConnected(people.slice(0, 2));
      });
      expect(everybody.flatMap(({ faults }) => faults)).toEqual([]);
    } finally {
      await Promise.all(
        everybody.map(({ page }) =>
          page
            .context()
            .close()
            .catch(() => {}),
        ),
      );
      await server.kill();
    }
  });
}

/** Runs `work` for each two people, both ways. */
async function each(people: readonly Caller[], work: (one: Caller, other: Caller) => Promise<unknown>): Promise<void> {
  for (const one of people) {
    for (const other of people) if (other !== one) await work(one, other);
  }
}

/** Waits until picture and sound arrive from everybody at everybody. */
async function expectFlowing(people: readonly Caller[]): Promise<void> {
  await expectConnected(people);
  await each(people, (one, other) =>
    expect.poll(() => one.do('isFlowing', other.id, 500), `${other.id} at ${one.id}`).toBe(true),
  );
}

/** Waits until each is connected to the others and to nobody else. */
async function expectConnected(people: readonly Caller[]): Promise<void> {
  const names = people.map(({ id }) => id).sort();
  for (const person of people) {
    const others = names.filter((name) => name !== person.id);
    await expect.poll(() => person.do('connected'), `peers of ${person.id}`).toEqual(others);
  }
}

async function expectUnbroken(people: readonly Caller[], lostAt: number, info: TestInfo): Promise<void> {
  let longestGapMs = 0;
  await each(people, async (one, other) => {
    const { audio, video } = await one.do('arrivalsOf', other.id);
    const until = await one.do('now');
    longestGapMs = Math.max(longestGapMs, longestGap(audio, lostAt, until), longestGap(video, lostAt, until));
    expect(await one.do('identitiesOf', other.id)).toMatchObject({
      peer: true,
      connection: true,
      tracks: true,
      channels: true,
    });
    const whole = { received: (await other.do('messagesOf', one.id)).sent, repeated: 0, disordered: 0, failures: [] };
    await expect.poll(() => one.do('messagesOf', other.id)).toMatchObject(whole);
  });
  info.annotations.push({ type: 'longest gap of picture or sound', description: `${longestGapMs} ms` });
  // Ample, because two cores with seven pages are slow; a media path that was set up anew would not be the same objects.
  expect(longestGapMs, 'longest gap of picture or sound in milliseconds').toBeLessThan(1_000);
}
