// Pages, holes and events become one stream in a conversation's log.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { change as changeIn } from '../../../../../main/portal/js/log.js';
import { createHistory } from '../../../../../main/portal/js/history.js';
import { createSession } from '../../../../../main/portal/js/session.js';
import {
  FakeConnection,
  FakeStorage,
  message,
  settled,
  storeWithRoom,
} from '../../../harness/portal-modules.mjs';

const EPOCH = 'e1';
const page = (seqs, more = {}) => ({
  messages: seqs.map((seq) => message(seq)),
  lastSeq: seqs.at(-1) ?? 0,
  rev: seqs.at(-1) ?? 0,
  epoch: EPOCH,
  ...more,
});

/** A joined room whose first page has these messages. */
async function joinedRoom(t, ...seqs) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { store, room } = storeWithRoom();
  const connection = new FakeConnection();
  const session = createSession(new FakeStorage());
  const history = createHistory({ store, connection, session });
  connection.answers.set('mark_read', () => ({}));
  connection.answers.set('join_room', () => page(seqs));
  await history.join(room, {}, () => {});
  return { store, room, connection, session, history };
}

const seqs = (room) => room.log.messages.map(({ seq }) => seq);
const asked = ({ requests }, name) => requests.filter(([event]) => event === name);

test('joining takes the page, and marks it as read, once a second at most', async (t) => {
  const { room, connection, session } = await joinedRoom(t, 1, 2, 3);
  assert.deepEqual(seqs(room), [1, 2, 3]);
  assert.equal(session.seen('r1'), 3);
  t.mock.timers.tick(1_000);
  await settled();
  assert.deepEqual(asked(connection, 'mark_read'), [['mark_read', { roomId: 'r1', seq: 3 }]]);
});

test('a server without read marks is asked only once', async (t) => {
  const { connection, history } = await joinedRoom(t, 1);
  connection.answers.set('mark_read', () => {
    throw Object.assign(new Error(), { code: 'UNKNOWN_EVENT' });
  });
  t.mock.timers.tick(1_000);
  await settled();
  history.receive('r1', message(2));
  t.mock.timers.tick(1_000);
  await settled();
  assert.equal(asked(connection, 'mark_read').length, 1);
});

test('a message is new once', async (t) => {
  const { room, history } = await joinedRoom(t, 1);
  assert.equal(history.receive('r1', message(2)), true);
  assert.equal(history.receive('r1', message(2)), false);
  assert.equal(history.receive('r9', message(2)), false);
  assert.deepEqual(seqs(room), [1, 2]);
  assert.equal(room.lastSeq, 2);
});

test('a hole is filled from the server', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 1);
  connection.answers.set('get_history', () => page([2, 3, 4]));
  history.receive('r1', message(4));
  await settled();
  assert.deepEqual(seqs(room), [1, 2, 3, 4]);
  assert.equal(asked(connection, 'get_history')[0][1].after, 1);
});

test('a hole that the server cannot fill is skipped', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 1);
  connection.answers.set('get_history', () => page([], { lastSeq: 4 }));
  history.receive('r1', message(4));
  await settled();
  assert.deepEqual(seqs(room), [1, 4]);
  assert.equal(room.log.head, 4);
});

test('a new epoch replaces the log', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 1, 2);
  connection.answers.set('get_history', () => page([1], { epoch: 'e2' }));
  history.receive('r1', message(4));
  await settled();
  assert.deepEqual(seqs(room), [1]);
  assert.equal(room.log.epoch, 'e2');
});

test('a recovered join adds what was missed and what was changed', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 1, 2);
  const changed = [message(1, { rev: 9, text: 'edited' })];
  connection.answers.set('join_room', () => page([3], { recovered: true, changed, rev: 9 }));
  await history.join(room, { since: 2 }, () => {});
  assert.deepEqual(seqs(room), [1, 2, 3]);
  assert.equal(room.log.messages[0].text, 'edited');
  assert.equal(room.log.rev, 9);
});

test('what happens while a page is on its way is applied to it', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 5);
  let answer;
  connection.answers.set('get_history', () => new Promise((resolve) => (answer = resolve)));
  const older = history.older(room);
  history.revise({ roomId: 'r1', rev: 9 }, (log) =>
    changeIn(log, message(4, { rev: 9, text: 'edited' })),
  );
  answer({ messages: [message(4)], more: true });
  await older;
  assert.deepEqual(seqs(room), [4, 5]);
  assert.equal(room.log.messages[0].text, 'edited');
  assert.equal(room.log.rev, 9);
  assert.ok(room.log.hasOlder && !room.loadingOlder);
});

test('older messages that cannot be read are a problem of the conversation', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 5);
  const error = new Error('no');
  connection.answers.set('get_history', () => Promise.reject(error));
  await history.older(room);
  assert.deepEqual(room.problem, { doing: 'older', error });
  assert.equal(room.loadingOlder, false);
});

test('a sent message stops waiting once it is seen in the stream', async (t) => {
  const { room, history } = await joinedRoom(t, 1);
  const waiting = (clientMessageId) => ({ clientMessageId, messageId: null, seq: null });
  room.pending = [waiting('c2'), waiting('c3')];
  history.receive('r1', message(2, { clientMessageId: 'c2' }));
  assert.deepEqual(
    room.pending.map(({ clientMessageId }) => clientMessageId),
    ['c3'],
  );
});

test('what is not looked at stays unread until it is', async (t) => {
  const { room, history } = await joinedRoom(t, 1);
  document.visibilityState = 'hidden';
  history.receive('r1', message(2));
  assert.equal(room.readSeq, 1);
  document.visibilityState = 'visible';
  document.dispatchEvent(new Event('visibilitychange'));
  assert.equal(room.readSeq, 2);
});

test('a conversation that is not joined catches up page by page', async (t) => {
  const { room, connection, history } = await joinedRoom(t, 1, 2);
  connection.answers.set('get_history', ({ after }) =>
    after === 0
      ? page([1, 2], { messages: [message(1, { rev: 8, text: 'edited' }), message(2)] })
      : page([3]),
  );
  await history.catchUp(room);
  assert.deepEqual(seqs(room), [1, 2, 3]);
  assert.equal(room.log.messages[0].text, 'edited');
});
