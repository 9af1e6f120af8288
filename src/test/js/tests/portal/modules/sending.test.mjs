// Messages on their way, and what is done to them later.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeConnection, message, settled, storeWithRoom } from '../../../harness/portal-modules.mjs';

const JS = '../../../../../main/portal/js';
// Only now: they import the client library, which portal-modules.mjs puts in its place.
const { createSending } = await import(`${JS}/sending.js`);
const { createChanging } = await import(`${JS}/changing.js`);
const { RequestError } = await import(`${JS}/connection.js`);
const { insert } = await import(`${JS}/log.js`);

let store;
let room;
let connection;
let settledRooms;
let directs;
let sending;

beforeEach(() => {
  ({ store, room } = storeWithRoom());
  connection = new FakeConnection();
  settledRooms = [];
  directs = [];
  sending = createSending({
    store,
    connection,
    history: { settle: (conversation) => settledRooms.push(conversation) },
    onDirectStored: (...stored) => directs.push(stored),
  });
});

const refusing = (code) => () => Promise.reject(new RequestError({ code, message: 'no' }));

test('a message is stored under the id that it was sent with', async () => {
  connection.answers.set('send_message', () => ({ messageId: 'm1', seq: 1 }));
  await sending.send(room, 'hello');
  const [{ clientMessageId, status, messageId, seq }] = room.pending;
  assert.deepEqual({ status, messageId, seq }, { status: 'sent', messageId: 'm1', seq: 1 });
  assert.deepEqual(connection.requests, [
    ['send_message', { roomId: 'r1', text: 'hello', clientMessageId }],
  ]);
  assert.deepEqual(settledRooms, [room]);
});

test('a refused message is retried under the same id, or discarded', async () => {
  connection.answers.set('send_message', refusing('RATE_LIMITED'));
  await sending.send(room, 'hello');
  const [failed] = room.pending;
  assert.deepEqual([failed.status, failed.error.code], ['failed', 'RATE_LIMITED']);
  connection.answers.set('send_message', () => ({ messageId: 'm1', seq: 1 }));
  await sending.retry(room, failed);
  const [first, second] = connection.requests.map(([, { clientMessageId }]) => clientMessageId);
  assert.equal(first, second);
  assert.deepEqual([failed.status, failed.error], ['sent', null]);
  sending.discard(room, failed);
  assert.deepEqual(room.pending, []);
});

test('without a connection a message waits, and goes out in order', async () => {
  connection.isConnected = false;
  await sending.send(room, 'one');
  await sending.send(room, 'two');
  assert.deepEqual(connection.requests, []);
  connection.isConnected = true;
  connection.answers.set('send_message', () => ({ messageId: 'm', seq: 1 }));
  sending.flush(room);
  await settled();
  assert.deepEqual(
    connection.requests.map(([, { text }]) => text),
    ['one', 'two'],
  );
});

test('a connection that breaks during the send leaves the message waiting', async () => {
  connection.answers.set('send_message', refusing('OFFLINE'));
  await sending.send(room, 'hello');
  assert.deepEqual([room.pending[0].status, room.pending[0].inFlight], ['sending', false]);
});

test('a message that is under way is not sent twice', async () => {
  let answer;
  connection.answers.set('send_message', () => new Promise((resolve) => (answer = resolve)));
  const sent = sending.send(room, 'hello');
  sending.flush(room);
  answer({ messageId: 'm1', seq: 1 });
  await sent;
  assert.equal(connection.requests.length, 1);
});

test('a refusal because of the room ends the membership', async () => {
  connection.answers.set('send_message', refusing('NOT_IN_ROOM'));
  await sending.send(room, 'hello');
  assert.equal(room.joined, false);
});

test('a direct message goes to its peer, and its ack is the message', async () => {
  Object.assign(room, { kind: 'direct', peerId: 'bob' });
  connection.answers.set('direct_message', () => ({ messageId: 'm1', seq: 1, roomId: 'r7' }));
  await sending.send(room, 'hello');
  const [[, told]] = directs;
  assert.equal(connection.requests[0][1].recipientId, 'bob');
  assert.deepEqual([told.id, told.text, told.userId, told.roomId], ['m1', 'hello', 'ada', 'r7']);
});

test('a direct message without a known peer fails', async () => {
  Object.assign(room, { kind: 'direct' });
  await sending.send(room, 'hello');
  assert.equal(room.pending[0].error.code, 'USER_NOT_FOUND');
});

/** Changing with one message in the log, over a history that applies at once. */
function changing() {
  Object.assign(room.log, { loaded: true });
  insert(room.log, message(1, { reactions: [{ emoji: '👍', count: 1, mine: true }] }));
  const history = { revise: (event, apply) => apply(room.log) };
  return createChanging({ store, connection, history });
}

test('an edit is asked for once and ends the form', async () => {
  const change = changing();
  connection.answers.set('edit_message', () => ({}));
  change.startEdit(room, room.log.messages[0]);
  change.edit(room, room.log.messages[0], 'new');
  change.edit(room, room.log.messages[0], 'new');
  await settled();
  assert.deepEqual(connection.requests, [['edit_message', { messageId: 'm1', text: 'new' }]]);
  assert.equal(room.change, null);
});

test('an edit to the same text, and one that is cancelled, ask for nothing', () => {
  const change = changing();
  change.startEdit(room, room.log.messages[0]);
  change.edit(room, room.log.messages[0], 'text 1');
  assert.equal(room.change, null);
  change.startDelete(room, room.log.messages[0]);
  change.cancel(room);
  assert.deepEqual([room.change, connection.requests], [null, []]);
});

test('a refused deletion keeps the form and says why', async () => {
  const change = changing();
  connection.answers.set('delete_message', refusing('ACCESS_DENIED'));
  change.startDelete(room, room.log.messages[0]);
  change.delete(room);
  await settled();
  assert.deepEqual([room.change.busy, room.change.error.code], [false, 'ACCESS_DENIED']);
});

test('a reaction that is mine is taken back', async () => {
  const change = changing();
  connection.answers.set('react', () => ({}));
  change.react(room, room.log.messages[0], '👍');
  change.react(room, room.log.messages[0], '👀');
  await settled();
  assert.deepEqual(
    connection.requests.map(([, payload]) => payload),
    [
      { messageId: 'm1', emoji: '👍', remove: true },
      { messageId: 'm1', emoji: '👀' },
    ],
  );
});

test('what others do to messages is applied', () => {
  changing();
  connection.hear('message_edited', message(1, { rev: 5, text: 'edited' }));
  assert.equal(room.log.messages[0].text, 'edited');
  connection.hear('reaction', { messageId: 'm1', emoji: '👀', count: 1, userId: 'ada' });
  assert.deepEqual(room.log.messages[0].reactions, [{ emoji: '👀', count: 1, mine: true }]);
  connection.hear('message_deleted', { id: 'm1', seq: 1, rev: 7 });
  assert.equal(room.log.messages[0].deleted, true);
});
