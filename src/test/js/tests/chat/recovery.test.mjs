// Connection state recovery: what a client that lost its connection finds when it comes back.
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import {
  SERVER,
  ask,
  attach,
  connect,
  cut,
  gather,
  happens,
  heard,
  newManager,
  newUser,
  next,
  roundTrip,
  unique,
} from '../../harness/client.mjs';
import { SocketIo } from '../../harness/raw.mjs';

const DEADLINE = 15_000;

/** Cuts the connection, lets things happen, and brings the same socket back. */
async function comeBack(socket, meanwhile = async () => {}) {
  await cut(socket);
  await meanwhile();
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
}

async function say(socket, roomId, ...texts) {
  for (const text of texts) {
    assert.equal((await ask(socket, 'send_message', { roomId, text })).sent, true);
  }
}

const texts = (socket) => heard(socket, 'new_message').map((m) => m.text);

test('a client that comes back has its id and is told that it recovered', async () => {
  const socket = await connect(await newUser());
  const before = socket.id;
  assert.equal(socket.recovered, false);
  await comeBack(socket);
  assert.equal(socket.id, before);
  assert.equal(socket.recovered, true);
});

test('a client that comes back gets the messages that it missed, once and in order', async () => {
  const { room, away, writer } = await gather({ away: {}, writer: {} });
  await say(writer, room, 'before');
  await next(away, 'new_message', (m) => m.text === 'before');
  await comeBack(away, () => say(writer, room, 'one', 'two', 'three'));
  await say(writer, room, 'after');
  await next(away, 'new_message', (m) => m.text === 'after');
  assert.deepEqual(texts(away), ['before', 'one', 'two', 'three', 'after']);
});

test('what was missed is there before the client is told that it is connected', async () => {
  const { room, away, writer } = await gather({ away: {}, writer: {} });
  await cut(away);
  await say(writer, room, 'missed');
  const order = [];
  away.on('new_message', (m) => order.push(m.text));
  away.on('connected', () => order.push('connected'));
  away.connect();
  await happens(away, 'connected');
  assert.deepEqual(order, ['missed', 'connected']);
});

test('a client that comes back is in its rooms without joining them again', async () => {
  const { room, away, writer } = await gather({ away: {}, writer: {} });
  await comeBack(away);
  await say(away, room, 'still here');
  await next(writer, 'new_message', (m) => m.text === 'still here');
});

test('nothing is lost or repeated while messages come in and connections break', async () => {
  const { room, away, writer } = await gather({ away: {}, writer: {} });
  const count = 80;
  const writing = (async () => {
    for (let i = 1; i <= count; i++) {
      await say(writer, room, `${i}`);
    }
  })();
  for (let i = 1; i <= 8; i++) {
    await next(away, 'new_message', (m) => Number(m.text) >= i * 8);
    await comeBack(away);
    assert.equal(away.recovered, true);
  }
  await writing;
  await next(away, 'new_message', (m) => m.text === `${count}`);
  assert.deepEqual(
    texts(away),
    Array.from({ length: count }, (_, i) => `${i + 1}`),
  );
});

test('direct messages are recovered', async () => {
  const [sender, recipient] = [await newUser(), await newUser()];
  const from = await connect(sender);
  const to = await connect(recipient);
  await comeBack(to, () =>
    ask(from, 'direct_message', { recipientId: recipient.sub, text: 'for you' }),
  );
  assert.equal((await next(to, 'direct_message')).text, 'for you');
});

test('transient events are not recovered', async () => {
  const { room, away, writer } = await gather({ away: {}, writer: {} });
  await comeBack(away, async () => {
    await ask(writer, 'room_message', { roomId: room, text: 'gone with the wind' });
    await say(writer, room, 'kept');
  });
  await next(away, 'new_message', (m) => m.text === 'kept');
  assert.deepEqual(heard(away, 'message'), []);
});

test('one who is lost is not present in the room, and is again after coming back', async () => {
  const { room, people, away, writer } = await gather({ away: {}, writer: {} });
  const present = async () =>
    (await ask(writer, 'room_members', { roomId: room })).members.map((m) => m.userId);
  await cut(away);
  await next(writer, 'user_left_room', (e) => e.userId === people.away.sub);
  assert.ok(!(await present()).includes(people.away.sub));
  away.connect();
  await next(writer, 'user_joined_room', (e) => e.userId === people.away.sub);
  assert.ok((await present()).includes(people.away.sub));
});

test('one who is lost counts as offline, and online again after coming back', async () => {
  const [user, witness] = [await newUser(), await connect(await newUser())];
  const socket = await connect(user);
  await cut(socket);
  await next(witness, 'user_offline', (e) => e.userId === user.sub);
  socket.connect();
  await next(witness, 'user_online', (e) => e.userId === user.sub);
});

test('a seat that somebody else has taken meanwhile makes a new session', async () => {
  const [one, two] = await Promise.all([newUser(), newUser()]);
  const roomId = unique('room');
  const [socket, other] = [await connect(one), await connect(two)];
  await ask(socket, 'create_room', { roomId, name: 'for one', visibility: 'public', capacity: 1 });
  await ask(socket, 'join_room', { roomId });
  const before = socket.id;
  await comeBack(socket, async () => {
    let answer;
    do {
      answer = await ask(other, 'join_room', { roomId });
    } while (answer.code === 'ROOM_FULL');
    assert.equal(answer.joined, roomId);
  });
  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, before);
  assert.equal((await ask(socket, 'send_message', { roomId, text: 'x' })).code, 'NOT_IN_ROOM');
});

test('a client that left by itself comes back as a new session', async () => {
  const socket = await connect(await newUser());
  const before = socket.id;
  socket.disconnect();
  const back = happens(socket, 'connect');
  socket.connect();
  await back;
  assert.equal(socket.recovered, false);
  assert.notEqual(socket.id, before);
});

test('each namespace of a connection recovers by itself', async () => {
  const user = await newUser();
  const manager = newManager();
  const [root, chat] = ['/', '/chat'].map((n) => attach(manager, n, { token: user.token }));
  const connected = Promise.all([next(root, 'connected'), next(chat, 'connected')]);
  root.connect();
  chat.connect();
  await connected;
  const ids = [root.id, chat.id];
  await Promise.all([happens(chat, 'disconnect'), cut(root)]);
  const back = Promise.all([happens(root, 'connect'), happens(chat, 'connect')]);
  root.connect();
  chat.connect();
  await back;
  assert.deepEqual([root.id, chat.id], ids);
  await Promise.all([roundTrip(root), roundTrip(chat)]);
});

// On the wire, where pids and offsets can be chosen.

const open = new Set();

afterEach(() => {
  open.forEach((session) => session.hangUp());
  open.clear();
});

/** A connection that has sent a CONNECT to `/chat`; `answer` is the packet that answered it. */
class Session {
  packets = [];
  #waiting = new Set();

  static async begin(user, more = {}) {
    const session = new Session();
    open.add(session);
    const address = `${SERVER.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`;
    session.ws = new WebSocket(address);
    session.ws.on('message', (data) => session.#take(String(data)));
    session.closed = new Promise((resolve) => session.ws.on('close', resolve));
    await session.until((p) => p.startsWith('0'));
    session.ws.send(`40/chat,${JSON.stringify({ token: user.token, ...more })}`);
    const answer = await session.until((p) => p.startsWith('40') || p.startsWith('44'));
    session.answer = JSON.parse(answer.slice('40/chat,'.length));
    return session;
  }

  #take(packet) {
    this.packets.push(packet);
    this.#waiting.forEach((waiter) => waiter(packet));
  }

  until(fits) {
    const there = this.packets.find(fits);
    if (there) {
      return Promise.resolve(there);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`never came; heard ${JSON.stringify(this.packets)}`)),
        DEADLINE,
      );
      this.#waiting.add((packet) => {
        if (fits(packet)) {
          clearTimeout(timer);
          resolve(packet);
        }
      });
    });
  }

  /** The arguments of the first event of this name. */
  async event(name, fits = () => true) {
    const packet = await this.until((p) => isEvent(p, name) && fits(...args(p).slice(1)));
    return args(packet).slice(1);
  }

  /** The names of the events so far, with the CONNECT among them. */
  get names() {
    return this.packets
      .filter((p) => p.startsWith('42') || p.startsWith('40'))
      .map((p) => (p.startsWith('40') ? 'CONNECT' : args(p)[0]));
  }

  send(event, data, id = '') {
    this.ws.send(`42/chat,${id}${JSON.stringify([event, data])}`);
  }

  async ask(event, data) {
    const id = Math.floor(Math.random() * 1e9);
    this.send(event, data, id);
    const answer = await this.until((p) => p.startsWith(`43/chat,${id}[`));
    return JSON.parse(answer.slice(`43/chat,${id}`.length))[0];
  }

  hangUp() {
    this.ws.close();
    return this.closed;
  }
}

const isEvent = (packet, name) => packet.startsWith('42/chat,') && args(packet)[0] === name;
const args = (packet) => JSON.parse(packet.slice(packet.indexOf('[')));

test('a client that asks for many large pages before it reads gets them all', async () => {
  const { room, alice } = await gather({ alice: {} });
  const large = { text: 'x'.repeat(1000), metadata: { pad: 'y'.repeat(4000) } };
  for (let i = 0; i < 50; i++) {
    await ask(alice, 'send_message', { roomId: room, ...large });
  }
  const reader = await SocketIo.overPolling();
  await reader.join('/chat', { token: (await newUser()).token });
  const joins = Array.from({ length: 8 }, (_, id) => `42/chat,${id}["join_room","${room}"]`);
  await reader.transport.session.send(...joins);
  const acks = [];
  while (acks.length < joins.length) {
    const packet = await reader.next();
    if (packet.startsWith('43/chat,')) acks.push(packet);
  }
  for (const [id, packet] of acks.entries()) {
    assert.ok(packet.startsWith(`43/chat,${id}[`), packet.slice(0, 20));
    const [page] = args(packet);
    assert.ok(packet.length < 300_000, `${packet.length} bytes`);
    assert.equal(page.messages.at(-1).seq, page.lastSeq);
  }
});

test('the answer to CONNECT has a secret by which the session can be taken up', async () => {
  const { answer } = await Session.begin(await newUser());
  assert.deepEqual(Object.keys(answer).sort(), ['pid', 'sid']);
  assert.match(answer.pid, /^[A-Za-z0-9_-]{20,}$/);
  assert.notEqual(answer.pid, answer.sid);
});

test('an event that is kept has an offset as its last argument, the same for all', async () => {
  const [one, two] = [await Session.begin(await newUser()), await Session.begin(await newUser())];
  const roomId = unique('room');
  await one.ask('join_room', { roomId });
  await two.ask('join_room', { roomId });
  await one.ask('send_message', { roomId, text: 'x' });
  const [heardByOne, heardByTwo] = [await one.event('new_message'), await two.event('new_message')];
  assert.equal(typeof heardByOne[1], 'string');
  assert.equal(heardByOne[1], heardByTwo[1]);
});

test('an event that may be lost has no offset', async () => {
  const [one, two] = [await Session.begin(await newUser()), await Session.begin(await newUser())];
  const roomId = unique('room');
  await one.ask('join_room', { roomId });
  await two.ask('join_room', { roomId });
  one.send('typing', { roomId });
  assert.equal((await two.event('user_typing')).length, 1);
});

test('what was sent and never arrived is sent again from the offset on', async () => {
  const user = await newUser();
  const roomId = unique('room');
  const first = await Session.begin(user);
  await first.ask('join_room', { roomId });
  for (const text of ['a', 'b', 'c']) {
    await first.ask('send_message', { roomId, text });
  }
  const [, offset] = await first.event('new_message', (m) => m.text === 'a');
  await first.event('new_message', (m) => m.text === 'c');
  await first.hangUp();
  const second = await resumed(user, first.answer.pid, offset);
  assert.deepEqual(second.answer, first.answer);
  assert.deepEqual(second.names.slice(0, 3), ['new_message', 'new_message', 'CONNECT']);
});

test('a client that did not see the greeting after what it missed begins anew, since it may have kept some of that', async () => {
  const user = await newUser();
  const roomId = unique('room');
  const first = await Session.begin(user);
  await first.ask('join_room', { roomId });
  for (const text of ['a', 'b']) await first.ask('send_message', { roomId, text });
  const [, offset] = await first.event('new_message', (m) => m.text === 'a');
  await first.hangUp();
  const second = await resumed(user, first.answer.pid, offset);
  assert.deepEqual(second.names.slice(0, 2), ['new_message', 'CONNECT']);
  const ear = await connect(await newUser());
  await second.hangUp();
  await next(ear, 'user_offline', (e) => e.userId === user.sub);
  const third = await Session.begin(user, { pid: first.answer.pid, offset });
  assert.notEqual(third.answer.pid, first.answer.pid);
  assert.equal(third.names[0], 'CONNECT');
});

test('a client that missed nothing can come back with the same offset once more', async () => {
  const lost = await lostSession();
  const second = await Session.begin(lost.owner, lost);
  const ear = await connect(await newUser());
  await second.hangUp();
  await next(ear, 'user_offline', (e) => e.userId === lost.owner.sub);
  const third = await Session.begin(lost.owner, lost);
  assert.equal(third.answer.sid, lost.sid);
});

/** The server may notice the end of a connection after its client. */
async function resumed(user, pid, offset) {
  for (;;) {
    const session = await Session.begin(user, { pid, offset });
    if (session.answer.pid === pid) {
      return session;
    }
    await session.hangUp();
  }
}

/** A session that was lost, and the offset of its greeting. */
async function lostSession(user = undefined) {
  const owner = user ?? (await newUser());
  const session = await Session.begin(owner);
  const [, offset] = await session.event('connected');
  const ear = await connect(await newUser());
  await session.hangUp();
  await next(ear, 'user_offline', (e) => e.userId === owner.sub);
  return { owner, offset, pid: session.answer.pid, sid: session.answer.sid };
}

test('a lost session is taken up with its pid and offset', async () => {
  const { owner, pid, offset, sid } = await lostSession();
  const { answer } = await Session.begin(owner, { pid, offset });
  assert.deepEqual(answer, { pid, sid });
});

for (const [what, change] of [
  ['an unknown pid', ({ offset }) => ({ pid: 'x'.repeat(24), offset })],
  ['an unknown offset', ({ pid }) => ({ pid, offset: 'nobody-gave-this' })],
  ['no offset', ({ pid }) => ({ pid })],
  ['an offset that is no string', ({ pid }) => ({ pid, offset: 5 })],
  ['a pid that is no string', ({ offset }) => ({ pid: { a: 1 }, offset })],
]) {
  test(`${what} makes a new session, and no error`, async () => {
    const lost = await lostSession();
    const { answer } = await Session.begin(lost.owner, change(lost));
    assert.notEqual(answer.sid, lost.sid);
    assert.notEqual(answer.pid, lost.pid);
  });
}

test("somebody else's pid makes a new session, and the owner can still take his up", async () => {
  const { owner, pid, offset, sid } = await lostSession();
  const thief = await Session.begin(await newUser(), { pid, offset });
  assert.notEqual(thief.answer.sid, sid);
  const { answer } = await Session.begin(owner, { pid, offset });
  assert.equal(answer.sid, sid);
});

test('a session that is connected cannot be taken up by another connection', async () => {
  const user = await newUser();
  const first = await Session.begin(user);
  const [, offset] = await first.event('connected');
  const second = await Session.begin(user, { pid: first.answer.pid, offset });
  assert.notEqual(second.answer.sid, first.answer.sid);
});

test('of two that want the same session one gets it', async () => {
  const { owner, pid, offset, sid } = await lostSession();
  const both = await Promise.all([1, 2].map(() => Session.begin(owner, { pid, offset })));
  assert.equal(both.filter(({ answer }) => answer.sid === sid).length, 1);
});

test('a bad token takes up nothing', async () => {
  const { pid, offset } = await lostSession();
  const { answer } = await Session.begin({ token: 'x.y.z' }, { pid, offset });
  assert.equal(answer.data.code, 'INVALID_TOKEN');
});

test('a session that was taken up can be lost and taken up again', async () => {
  const lost = await lostSession();
  const second = await Session.begin(lost.owner, lost);
  const [, offset] = await second.event('connected');
  await second.hangUp();
  const third = await resumed(lost.owner, lost.pid, offset);
  assert.equal(third.answer.sid, lost.sid);
});

test('more than the client may have waiting is not kept: it is a new session', async () => {
  const { owner, pid, offset, sid } = await lostSession();
  const sender = await connect(await newUser());
  const text = '€'.repeat(1000);
  // Some 3.3 KB each; the limit is 1 MiB, the rate limit of a user is 100.
  for (let i = 0; i < 5; i++) {
    const author = i === 0 ? sender : await connect(await newUser());
    await Promise.all(
      Array.from({ length: 95 }, () =>
        ask(author, 'direct_message', { recipientId: owner.sub, text }),
      ),
    );
  }
  const { answer } = await Session.begin(owner, { pid, offset });
  assert.notEqual(answer.sid, sid);
});
