// Order, durability and recovery of the messages of a room.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ask,
  connect,
  gather,
  happens,
  heard,
  newManager,
  attach,
  newUser,
  next,
  unique,
} from '../../harness/client.mjs';
import { is, shape, snakeMessage } from '../../harness/shape.mjs';

test('everyone gets the messages of many senders by seq, without gap or repeat', async () => {
  const { room, sync, ...party } = await gather({ a: {}, b: {}, c: {}, d: {}, ear: {}, ear2: {} });
  const { a, b, c, d, ear, ear2 } = party;
  await Promise.all([a, b, c, d].map((socket) => volley(socket, room, 50)));
  for (const socket of [a, b, c, d, ear, ear2]) {
    await next(socket, 'new_message', (m) => m.seq === 200);
    assert.deepEqual(heard(socket, 'new_message').map((m) => m.seq), range(1, 200));
  }
});

test('kebab and snake receivers get the same order', async () => {
  const { room, a, b, ear } = await gather({ a: {}, b: {}, ear: { naming: 'kebab' } });
  await Promise.all([a, b].map((socket) => volley(socket, room, 50)));
  await next(ear, 'new-message', (m) => m.seq === 100);
  await next(a, 'new_message', (m) => m.seq === 100);
  assert.deepEqual(
    heard(ear, 'new-message').map((m) => [m.seq, m.id]),
    heard(a, 'new_message').map((m) => [m.seq, m.id]),
  );
});

test('what one connection sends keeps its order', async () => {
  const { room, people, a, b } = await gather({ a: {}, b: {} });
  await Promise.all([a, b].map((socket) => volley(socket, room, 50)));
  await next(b, 'new_message', (m) => m.seq === 100);
  for (const { sub } of [people.a, people.b]) {
    const own = heard(b, 'new_message', (m) => m.userId === sub);
    assert.deepEqual(own.map((m) => m.text), range(1, 50).map(String));
  }
});

test('the ack of a message tells the seq under which all hear it', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  const acks = (await Promise.all([a, b].map((socket) => volley(socket, room, 20)))).flat();
  await next(a, 'new_message', (m) => m.seq === 40);
  assert.deepEqual(
    Object.fromEntries(acks.map((ack) => [ack.seq, ack.messageId])),
    Object.fromEntries(heard(a, 'new_message').map((m) => [m.seq, m.id])),
  );
});

test('rev rises with seq', async () => {
  const { room, a } = await gather({ a: {} });
  await volley(a, room, 10);
  const { messages, rev } = await ask(a, 'get_history', { roomId: room });
  const revs = messages.map((m) => m.rev);
  assert.deepEqual(revs, [...new Set(revs)].sort((x, y) => x - y));
  assert.equal(rev, revs.at(-1));
});

test('the same clientMessageId is stored once and acked alike', async () => {
  const { room, a, b, sync } = await gather({ a: {}, b: {} });
  const message = { roomId: room, text: 'once', clientMessageId: unique('c') };
  const first = await ask(a, 'send_message', message);
  const again = await ask(a, 'send_message', message);
  assert.deepEqual([again.messageId, again.seq], [first.messageId, first.seq]);
  await sync();
  assert.equal(heard(b, 'new_message').length, 1);
  assert.equal((await ask(a, 'get_history', { roomId: room })).lastSeq, 1);
});

test('the same clientMessageId sent many times at once is stored once', async () => {
  const { room, people, a } = await gather({ a: {} });
  const again = await connect(people.a);
  await ask(again, 'join_room', { roomId: room });
  const message = { roomId: room, text: 'once', clientMessageId: unique('c') };
  const sends = range(1, 10).map((i) => ask(i % 2 ? a : again, 'send_message', message));
  const acks = await Promise.all(sends);
  assert.deepEqual([...new Set(acks.map((ack) => `${ack.seq} ${ack.messageId}`))].length, 1);
  assert.equal((await ask(a, 'get_history', { roomId: room })).lastSeq, 1);
});

test('a clientMessageId is that of one user in one room only', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  const elsewhere = unique('room');
  await ask(a, 'join_room', { roomId: elsewhere });
  const message = { text: 'mine', clientMessageId: unique('c') };
  const acks = [
    await ask(a, 'send_message', { ...message, roomId: room }),
    await ask(b, 'send_message', { ...message, roomId: room }),
    await ask(a, 'send_message', { ...message, roomId: elsewhere }),
  ];
  assert.equal(new Set(acks.map((ack) => ack.messageId)).size, 3);
  assert.deepEqual(acks.map((ack) => ack.seq), [1, 2, 1]);
});

test('a clientMessageId is seen by its author only, in events', async () => {
  const { room, people, a, b, sync } = await gather({ a: {}, b: {} });
  const clientMessageId = unique('c');
  await ask(a, 'send_message', { roomId: room, text: 'hi', clientMessageId });
  await sync();
  const own = { clientMessageId: is(clientMessageId) };
  shape(await next(a, 'new_message'), snakeMessage(room, people.a, own));
  shape(await next(b, 'new_message'), snakeMessage(room, people.a));
});

test("a clientMessageId is seen on the author's other connections too", async () => {
  const { room, people, a } = await gather({ a: {} });
  const again = await connect(people.a);
  await ask(again, 'join_room', { roomId: room });
  const clientMessageId = unique('c');
  await ask(a, 'send_message', { roomId: room, text: 'hi', clientMessageId });
  assert.equal((await next(again, 'new_message')).clientMessageId, clientMessageId);
});

test('a clientMessageId is seen by its author only, in the history', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  const clientMessageId = unique('c');
  await ask(a, 'send_message', { roomId: room, text: 'hi', clientMessageId });
  const seenBy = async (socket) => {
    const { messages } = await ask(socket, 'get_history', { roomId: room });
    return messages[0].clientMessageId;
  };
  assert.deepEqual([await seenBy(a), await seenBy(b)], [clientMessageId, undefined]);
});

test('the history outlives all connections of a room', async () => {
  const { room, people, a } = await gather({ a: {} });
  const ack = await ask(a, 'send_message', { roomId: room, text: 'to be kept' });
  a.disconnect();
  const back = await connect(people.a);
  await ask(back, 'join_room', { roomId: room });
  const { messages } = await ask(back, 'get_history', { roomId: room });
  assert.deepEqual(messages.map((m) => [m.id, m.text]), [[ack.messageId, 'to be kept']]);
});

test('a message is the same in its event, in the join and in the history', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await ask(a, 'send_message', { roomId: room, text: 'hi', metadata: { b: 1, a: 2.5 } });
  const event = await next(b, 'new_message');
  const joined = await ask(b, 'join_room', { roomId: room });
  const history = await ask(b, 'get_history', { roomId: room });
  assert.deepEqual([joined.messages, history.messages], [[event], [event]]);
});

test('joining since a position tells what was missed, oldest first', async () => {
  const { room, people, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  const { lastSeq: since, epoch } = await ask(b, 'join_room', { roomId: room });
  b.disconnect();
  await volley(a, room, 4);
  const back = await connect(people.b);
  const answer = await ask(back, 'join_room', { roomId: room, since, epoch });
  assert.deepEqual(summary(answer), { seqs: [4, 5, 6, 7], lastSeq: 7, recovered: true });
  assert.notEqual(answer.more, true);
});

test('joining since a position works after the transport was cut', async () => {
  const { room, people, a } = await gather({ a: {} });
  const manager = newManager({ reconnection: true });
  const socket = attach(manager, '/chat', { token: people.a.token });
  socket.connect();
  await next(socket, 'connected');
  const { lastSeq: since, epoch } = await ask(socket, 'join_room', { roomId: room });
  const gone = happens(socket, 'disconnect');
  manager.engine.close();
  await gone;
  await volley(a, room, 2);
  await next(socket, 'connected');
  const answer = await ask(socket, 'join_room', { roomId: room, since, epoch });
  assert.deepEqual(summary(answer), { seqs: [1, 2], lastSeq: 2, recovered: true });
});

test('since without epoch assumes the present one', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  const answer = await ask(b, 'join_room', { roomId: room, since: 1 });
  assert.deepEqual(summary(answer), { seqs: [2, 3], lastSeq: 3, recovered: true });
});

test('since 0 recovers everything from the beginning', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  const answer = await ask(b, 'join_room', { roomId: room, since: 0 });
  assert.deepEqual(summary(answer), { seqs: [1, 2, 3], lastSeq: 3, recovered: true });
});

test('since the last message nothing was missed', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  const { epoch } = await ask(b, 'get_history', { roomId: room });
  const answer = await ask(b, 'join_room', { roomId: room, since: 3, epoch });
  assert.deepEqual(summary(answer), { seqs: [], lastSeq: 3, recovered: true });
});

test('more than a page of missed messages is recovered whole', async () => {
  const { room, a, b, ear } = await gather({ a: {}, b: {}, ear: {} });
  await Promise.all([a, b].map((socket) => volley(socket, room, 60)));
  const answer = await ask(ear, 'join_room', { roomId: room, since: 5 });
  assert.deepEqual(summary(answer), { seqs: range(6, 120), lastSeq: 120, recovered: true });
});

test('another epoch recovers nothing and answers with the newest page', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  const answer = await ask(b, 'join_room', { roomId: room, since: 1, epoch: 'another' });
  assert.deepEqual(summary(answer), { seqs: [1, 2, 3], lastSeq: 3, recovered: false });
});

test('since above the last seq recovers nothing and answers with the newest page', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  const { epoch } = await ask(b, 'get_history', { roomId: room });
  const answer = await ask(b, 'join_room', { roomId: room, since: 4, epoch });
  assert.deepEqual(summary(answer), { seqs: [1, 2, 3], lastSeq: 3, recovered: false });
});

test('live events begin right after the page of a join, whatever is sent meanwhile', async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  const joiners = await Promise.all(range(1, 6).map(async () => connect(await newUser())));
  const sending = Promise.all([a, b].map((socket) => volley(socket, room, 80)));
  const pages = [];
  for (const joiner of joiners) {
    const seen = heard(a, 'new_message').length;
    pages.push(await ask(joiner, 'join_room', { roomId: room, since: 0 }));
    await next(a, 'new_message', (m) => m.seq > Math.min(seen, 150));
  }
  await sending;
  for (const [i, joiner] of joiners.entries()) {
    const { messages, lastSeq } = pages[i];
    if (lastSeq < 160) {
      await next(joiner, 'new_message', (m) => m.seq === 160);
    }
    const live = heard(joiner, 'new_message').map((m) => m.seq);
    assert.deepEqual(messages.map((m) => m.seq), range(1, lastSeq), `page of joiner ${i}`);
    assert.deepEqual(live, range(lastSeq + 1, 160), `events of joiner ${i}`);
  }
});

test('unread counts what others sent since the first join', async () => {
  const { room, a } = await gather({ a: {} });
  await volley(a, room, 2);
  const late = await connect(await newUser());
  await ask(late, 'join_room', { roomId: room });
  assert.equal(await unread(late, room), 0);
  await volley(a, room, 3);
  assert.equal(await unread(late, room), 3);
});

test('unread goes on counting while a member is away', async () => {
  const { room, people, a, b } = await gather({ a: {}, b: {} });
  b.disconnect();
  await volley(a, room, 3);
  assert.equal(await unread(await connect(people.b), room), 3);
});

test("one's own message leaves nothing unread", async () => {
  const { room, a, b } = await gather({ a: {}, b: {} });
  await volley(a, room, 3);
  await ask(b, 'send_message', { roomId: room, text: 'read it' });
  assert.equal(await unread(b, room), 0);
});

/** Sends `1`, `2`, … without waiting in between; answers the acks. */
function volley(socket, room, count) {
  const sends = range(1, count).map((i) =>
    ask(socket, 'send_message', { roomId: room, text: String(i) }),
  );
  return Promise.all(sends);
}

async function unread(socket, room) {
  const { rooms } = await ask(socket, 'list_rooms', {});
  return rooms.find((r) => r.roomId === room).unread;
}

function summary({ messages, lastSeq, recovered }) {
  return { seqs: messages.map((m) => m.seq), lastSeq, recovered };
}

function range(from, to) {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

test('direct messages that are sent at once keep their order', async () => {
  const [alice, bob] = [await newUser('alice'), await newUser('bob')];
  const [sender, receiver] = [await connect(alice), await connect(bob)];
  const texts = Array.from({ length: 30 }, (_, i) => `${i}`);
  const acks = await Promise.all(
    texts.map((text) => ask(sender, 'direct_message', { recipientId: bob.sub, text })),
  );
  assert.deepEqual(
    acks.map((ack) => ack.seq),
    texts.map((_, i) => i + 1),
  );
  await next(receiver, 'direct_message', (m) => m.seq === texts.length);
  assert.deepEqual(
    heard(receiver, 'direct_message').map((m) => m.text),
    texts,
  );
});

test('who forgets a room is no member of it any more, and hears nothing of it', async () => {
  const { room, alice, bob, sync } = await gather({ alice: {}, bob: {} });
  assert.deepEqual(await ask(bob, 'leave_room', { roomId: room, forget: true }), { left: room });
  await ask(alice, 'send_message', { roomId: room, text: 'without him' });
  await sync(alice);
  await ask(bob, 'ping');
  assert.deepEqual(heard(bob, 'new_message'), []);
  const { rooms } = await ask(bob, 'list_rooms', { query: room });
  assert.deepEqual(rooms.map((r) => [r.roomId, r.role]), [[room, undefined]]);
});
