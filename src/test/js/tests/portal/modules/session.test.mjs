// What a tab remembers, and how it gets its tokens.
import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';
import { createSession } from '../../../../../main/portal/js/session.js';
import { TokenError, tokenFor } from '../../../../../main/portal/js/tokens.js';
import { FakeStorage } from '../../../harness/portal-modules.mjs';

afterEach(() => mock.restoreAll());

test('a reload finds the user, the open conversation and what was seen', () => {
  const storage = new FakeStorage();
  const before = createSession(storage);
  before.signIn({ name: 'Ada' });
  before.remember({ kind: 'room', key: 'room:r1', roomId: 'r1', name: 'One', peerId: null, log: 1 });
  before.markSeen('r1', 7);
  const session = createSession(storage);
  assert.equal(session.name, 'Ada');
  assert.equal(session.token, null);
  assert.deepEqual(session.open, {
    kind: 'room',
    key: 'room:r1',
    roomId: 'r1',
    name: 'One',
    peerId: null,
  });
  assert.equal(session.seen('r1'), 7);
  assert.equal(session.seen('r2'), 0);
});

test('another sign-in forgets the one before, and a sign-out everything', () => {
  const storage = new FakeStorage();
  const session = createSession(storage);
  session.signIn({ name: 'Ada' });
  session.markSeen('r1', 7);
  session.signIn({ token: 'abc' });
  assert.deepEqual([session.name, session.token, session.seen('r1')], [null, 'abc', 0]);
  session.clear();
  assert.equal(session.token, null);
  assert.equal(storage.items.size, 0);
});

test('a storage with something else in it is a new session', () => {
  const storage = new FakeStorage();
  storage.setItem('parley', '{broken');
  assert.equal(createSession(storage).name, null);
});

const answer = (status, body) =>
  mock.method(globalThis, 'fetch', async () => new Response(JSON.stringify(body), { status }));

test('a pasted token is used as it is', async () => {
  answer(500, {});
  assert.equal(await tokenFor({ token: 'abc', name: null }), 'abc');
  assert.equal(fetch.mock.callCount(), 0);
});

test('a name gets a development token, for a user id in lower case', async () => {
  answer(200, { token: 'fresh' });
  assert.equal(await tokenFor({ token: null, name: 'Ada' }), 'fresh');
  const [, { body }] = fetch.mock.calls[0].arguments;
  assert.deepEqual(JSON.parse(body), { sub: 'ada', username: 'Ada' });
});

test('without development mode the user is asked for a token', async () => {
  answer(404, {});
  await assert.rejects(tokenFor({ token: null, name: 'Ada' }), { code: 'NO_DEVELOPMENT_MODE' });
});

test('a refused name carries the reason', async () => {
  const violations = [{ field: 'sub', message: 'is too long' }];
  answer(400, { code: 'VALIDATION', violations });
  await assert.rejects(tokenFor({ token: null, name: 'Ada' }), (error) => {
    assert.ok(error instanceof TokenError);
    assert.equal(error.code, 'VALIDATION');
    assert.deepEqual(error.violations, violations);
    return true;
  });
});

test('an error of the server is no refusal: the next attempt asks again', async () => {
  answer(503, {});
  await assert.rejects(
    tokenFor({ token: null, name: 'Ada' }),
    (error) => !(error instanceof TokenError),
  );
});
