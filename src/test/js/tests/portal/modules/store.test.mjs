// The page's state: changes are drawn once in a turn, and what views read of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as state from '../../../../../main/portal/js/state.js';
import { createStore } from '../../../../../main/portal/js/store.js';
import { settled } from '../../../harness/portal-modules.mjs';

test('a view is drawn at once, and once after several changes', async () => {
  const store = createStore({ count: 0 });
  const drawn = [];
  store.subscribe(({ count }) => drawn.push(count));
  store.change((it) => it.count++);
  assert.equal(store.change((it) => ++it.count), 2);
  assert.deepEqual(drawn, [0]);
  await settled();
  assert.deepEqual(drawn, [0, 2]);
});

test('flush draws what is due, and nothing twice', async () => {
  const store = createStore({ count: 0 });
  const drawn = [];
  store.subscribe(({ count }) => drawn.push(count));
  store.flush();
  store.change((it) => it.count++);
  store.flush();
  await settled();
  assert.deepEqual(drawn, [0, 1]);
});

test('only own conversations count as unread', () => {
  const all = state.initialState();
  const add = (key, facts) =>
    all.conversations.set(key, state.newConversation('room', key, { lastSeq: 5, ...facts }));
  add('joined', { wanted: true, readSeq: 2 });
  add('member', { role: 'member', readSeq: 4 });
  add('foreign', {});
  add('read', { wanted: true, readSeq: 9 });
  assert.equal(state.unreadInAll(all), 4);
});

test('a conversation is found by its room', () => {
  const all = state.initialState();
  const direct = state.newConversation('direct', 'direct:bob', { roomId: 'r7' });
  all.conversations.set(direct.key, direct);
  all.current = direct.key;
  assert.equal(state.byRoomId(all, 'r7'), direct);
  assert.equal(state.byRoomId(all, 'r8'), null);
  assert.equal(state.current(all), direct);
  assert.ok(state.isOwn(direct));
});

test('owners and moderators may delete what others wrote', () => {
  const may = (role) => state.isModerator(state.newConversation('room', 'k', { role }));
  assert.deepEqual(['owner', 'moderator', 'member', null].map(may), [true, true, false, false]);
});

test('nobody is me before the sign-in', () => {
  const all = state.initialState();
  assert.ok(!state.isMe(all, 'ada'));
  all.me = { userId: 'ada' };
  assert.ok(state.isMe(all, 'ada'));
});
