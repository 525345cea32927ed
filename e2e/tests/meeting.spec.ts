import { expectMeeting, expectMeets } from '../support/expectations.ts';
import { test } from '../support/fixtures.ts';

test('three people meet: everybody sees and hears everybody', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  const alan = await participant('Alan');
  await expectMeeting(ada, grace, alan);
});

test('a fourth comes late and meets all three, who still meet each other', async ({ participant }) => {
  const ada = await participant('Ada');
  const grace = await participant('Grace');
  const alan = await participant('Alan');
  await expectMeets(alan, [ada, grace]);

  const katherine = await participant('Katherine');
  await expectMeeting(ada, grace, alan, katherine);
});

test('four people who come at the same moment all meet', async ({ participant }) => {
  const names = ['Ada', 'Grace', 'Alan', 'Katherine'];
  const people = await Promise.all(names.map((name) => participant(name, { join: false })));
  await Promise.all(people.map((person) => person.join()));
  await expectMeeting(...people);
});

test('people who force gRPC-Web meet those on a WebSocket', async ({ participant }) => {
  const ada = await participant('Ada', { query: { signaling: 'grpc-web' } });
  const grace = await participant('Grace');
  await expectMeeting(ada, grace);
});
