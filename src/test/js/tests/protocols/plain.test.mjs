// The plain JSON door, spoken to with a bare WebSocket.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, test } from 'node:test';
import WebSocket from 'ws';
import { ask, connect, issueToken, newUser, next, SERVER, unique } from '../../harness/client.mjs';
import { is, shape } from '../../harness/shape.mjs';

const DEADLINE = Number(process.env.PARLEY_DEADLINE ?? 15_000);
const DOOR = SERVER.replace(/^http/, 'ws');
const REFUSED_IN_A_ROW = 10;

const clients = new Set();

// Before the first test: whoever awaits later lets the tests run ahead.
const heartbeat = await pings();

afterEach(() => {
  clients.forEach((client) => client.terminate());
  clients.clear();
});

for (const [path, nsp] of [['/ws', '/'], ['/ws/chat', '/chat']]) {
  test(`${path} greets a client as the namespace ${nsp} does`, async () => {
    const user = await newUser();
    const plain = await enter({ path, user });
    shape(await plain.next('connected'), {
      clientId: 'string',
      userId: is(user.sub),
      username: is(user.username),
      serverTime: 'millis',
      tokenExpiresAt: 'iso',
      limits: { text: is(1000), payload: is(65536), rate: 'count', window: 'count' },
      presence: 'any',
      version: 'string',
    });
  });
}

test('a token is taken from the Authorization header', async () => {
  const user = await newUser();
  await identified({ headers: bearer(user) }, user);
});

test('a token is taken from the query', async () => {
  const user = await newUser();
  await identified({ query: { token: user.token } }, user);
});

test('a token is taken from the subprotocol bearer', async () => {
  const user = await newUser();
  await identified({ protocols: ['parley.v1', `bearer.${user.token}`] }, user);
});

test('the token in the header wins over the one in the query', async () => {
  const [mine, other] = await Promise.all([newUser(), newUser()]);
  await identified({ headers: bearer(mine), query: { token: other.token } }, mine);
});

test('the token in the query wins over the one in the subprotocol', async () => {
  const [mine, other] = await Promise.all([newUser(), newUser()]);
  const protocols = ['parley.v1', `bearer.${other.token}`];
  await identified({ query: { token: mine.token }, protocols }, mine);
});

test('parley.v1 is selected when it is offered, wherever it stands', async () => {
  const user = await newUser();
  for (const protocols of [
    ['parley.v1', `bearer.${user.token}`],
    [`bearer.${user.token}`, 'parley.v1'],
  ]) {
    const plain = await opened({ protocols });
    assert.equal(plain.ws.protocol, 'parley.v1');
  }
});

test('the subprotocol with the token is never selected', async () => {
  const user = await newUser();
  const upgrade = await handshake('/ws/chat', { 'Sec-WebSocket-Protocol': `bearer.${user.token}` });
  assert.equal(upgrade.status, 101);
  assert.equal(upgrade.headers['sec-websocket-protocol'], undefined);
});

test('a handshake without a token is refused with 401', async () => {
  refusal(await handshake('/ws/chat'), 401, 'UNAUTHORIZED');
});

test('a handshake with a bad token is refused with 401', async () => {
  for (const answer of [
    await handshake('/ws/chat?token=garbage'),
    await handshake('/ws/chat', { Authorization: 'Bearer garbage' }),
    await handshake('/ws/chat', { 'Sec-WebSocket-Protocol': 'parley.v1, bearer.garbage' }),
  ]) {
    refusal(answer, 401, 'INVALID_TOKEN');
  }
});

test('a bad token in the header is not made good by the query', async () => {
  const { token } = await newUser();
  const answer = await handshake(`/ws?token=${token}`, { Authorization: 'Bearer garbage' });
  refusal(answer, 401, 'INVALID_TOKEN');
});

test('an empty token in the header or the query counts as none', async () => {
  const { token } = await newUser();
  const header = await handshake(`/ws?token=${token}`, { Authorization: 'Bearer ' });
  const query = await handshake('/ws?token=', { Authorization: `Bearer ${token}` });
  assert.deepEqual([header.status, query.status], [101, 101]);
  refusal(await handshake('/ws?token='), 401, 'UNAUTHORIZED');
});

test('a handshake with a token past its end is refused with 401', async () => {
  const { token } = await issueToken({ sub: unique('id'), username: 'brief', expiresIn: 1 });
  refusal(await expired(token), 401, 'TOKEN_EXPIRED');
});

test('a handshake from a foreign origin is refused with 403', async () => {
  const { token } = await newUser();
  const answer = await handshake(`/ws?token=${token}`, { Origin: 'http://foreign.example' });
  refusal(answer, 403, 'ACCESS_DENIED');
});

test("a handshake from the server's own origin is let in", async () => {
  const { token } = await newUser();
  const answer = await handshake(`/ws?token=${token}`, { Origin: new URL(SERVER).origin });
  assert.equal(answer.status, 101);
});

for (const path of ['/ws/nowhere', '/ws/', '/ws/chat/', '/ws/chat/more']) {
  test(`${path} is no namespace: 404`, async () => {
    const { token } = await newUser();
    refusal(await handshake(`${path}?token=${token}`), 404, 'INVALID_NAMESPACE');
  });
}

test('a request that is no handshake is told to upgrade: 426', async () => {
  const { token } = await newUser();
  const response = await fetch(`${SERVER}/ws/chat?token=${token}`);
  assert.equal(response.headers.get('upgrade')?.toLowerCase(), 'websocket');
  const { status, headers } = response;
  refusal({ status, headers: Object.fromEntries(headers), body: await response.text() }, 426,
    'UPGRADE_REQUIRED');
});

test('one user has only so many connections: 429', async () => {
  const { token } = await newUser('crowd');
  let answer;
  // A few more than allowed: the server enters a connection a moment after its 101.
  for (let i = 0; i <= 200; i++) {
    answer = await handshake(`/ws?token=${token}`);
    if (answer.status !== 101) {
      assert.ok(i > 1, 'not the first one');
      break;
    }
  }
  refusal(answer, 429, 'TOO_MANY_CONNECTIONS');
});

test('an answer has the id of its question and its data', async () => {
  const { plain, roomId } = await inRoom();
  const answer = await plain.ask('send_message', { roomId, text: 'hello' });
  shape(answer, {
    id: 'any',
    data: { sent: is(true), messageId: 'string', seq: is(1), timestamp: 'iso' },
  });
});

for (const id of [7, 0, -1.5, 9007199254740991, 'seven', '', 'é"\\']) {
  test(`the id ${JSON.stringify(id)} comes back as it was`, async () => {
    const plain = await enter({});
    plain.send({ event: 'ping', id });
    assert.deepEqual((await plain.until((frame) => 'id' in frame)).id, id);
  });
}

test('a number that JavaScript cannot hold comes back as it was', async () => {
  const plain = await enter({});
  plain.ws.send('{"event":"ping","id":123456789012345678901234567890}');
  await plain.until((frame) => 'id' in frame);
  assert.ok(plain.texts.some((text) => text.includes('"id":123456789012345678901234567890')));
});

test('the answer of a refusal is an error without a status', async () => {
  const plain = await enter({});
  const answer = await plain.ask('send_message', { roomId: unique('room'), text: 'hello' });
  shape(answer, { id: 'any', error: { code: is('ROOM_NOT_FOUND'), message: 'string' } });
});

test('the answer of a payload that does not fit tells what does not', async () => {
  const { plain, roomId } = await inRoom();
  const { error, data } = await plain.ask('send_message', { roomId, text: 5 });
  assert.equal(data, undefined);
  assert.equal(error.code, 'INVALID_PAYLOAD');
  assert.equal(error.status, undefined);
  assert.deepEqual(error.violations.map((v) => v.field), ['text']);
});

test('an event that nobody handles is answered by its id', async () => {
  const plain = await enter({});
  assert.equal((await plain.ask('no_such_event')).error.code, 'UNKNOWN_EVENT');
});

test('without an id a refusal is the event error', async () => {
  const plain = await enter({});
  plain.send({ event: 'no_such_event' });
  for (const name of ['error', 'exception']) {
    shape(await plain.next(name), {
      status: is('error'),
      code: is('UNKNOWN_EVENT'),
      message: 'string',
      event: is('no_such_event'),
    });
  }
});

test('without an id and without data an event is served', async () => {
  const plain = await enter({});
  plain.send({ event: 'ping' });
  shape(await plain.next('pong'), { timestamp: 'millis' });
});

test('an id of null asks for no answer', async () => {
  const plain = await enter({});
  plain.send({ event: 'ping', id: null });
  await plain.next('pong');
});

for (const [text, event] of [
  ['', undefined],
  ['hello', undefined],
  ['5', undefined],
  ['"ping"', undefined],
  ['null', undefined],
  ['["ping"]', undefined],
  ['{}', undefined],
  ['{"event":5}', undefined],
  ['{"event":"ping"', undefined],
  ['{"event":"ping"}{"event":"ping"}', undefined],
  ['{"event":"ping","id":{}}', 'ping'],
  ['{"event":"ping","id":true}', 'ping'],
  ['['.repeat(20_000), undefined],
  [`{"event":"ping","data":${'{"a":'.repeat(10_000)}`, undefined],
]) {
  test(`${text.slice(0, 40)} is answered by an error and the connection stays`, async () => {
    const plain = await enter({});
    plain.ws.send(text);
    const error = await plain.next('error');
    const wanted = { status: is('error'), code: is('INVALID_PAYLOAD'), message: 'string' };
    shape(error, event ? { ...wanted, event: is(event) } : wanted);
    assert.ok((await plain.ask('ping')).data);
  });
}

test('a binary frame is answered by an error and the connection stays', async () => {
  const plain = await enter({});
  plain.ws.send(Buffer.from('{"event":"ping"}'));
  assert.equal((await plain.next('error')).code, 'INVALID_PAYLOAD');
  assert.ok((await plain.ask('ping')).data);
});

test('ten frames in a row that are no events close the connection', async () => {
  const plain = await enter({});
  for (let i = 0; i < REFUSED_IN_A_ROW; i++) {
    plain.ws.send(i % 2 ? Buffer.from('x') : 'x');
  }
  assert.equal(await plain.closed, 1007);
  assert.equal(plain.heard('error').length, REFUSED_IN_A_ROW - 1);
});

test('an event between them lets the count begin anew', async () => {
  const plain = await enter({});
  for (let round = 0; round < 3; round++) {
    for (let i = 1; i < REFUSED_IN_A_ROW; i++) {
      plain.ws.send('x');
    }
    assert.ok((await plain.ask('ping')).data);
  }
  assert.equal(plain.heard('error').length, 3 * (REFUSED_IN_A_ROW - 1));
});

for (const [kind, data] of [
  ['text', JSON.stringify({ event: 'ping', data: 'x'.repeat(1_000_000), id: 1 })],
  ['binary', Buffer.alloc(1_000_000)],
]) {
  test(`a ${kind} frame of a megabyte closes the connection with 1009`, async () => {
    const plain = await enter({});
    plain.ws.send(data);
    assert.equal(await plain.closed, 1009);
    assert.ok((await (await enter({})).ask('ping')).data);
  });
}

test('a message in many fragments is one event', async () => {
  const plain = await enter({});
  for (const part of ['{"event"', ':"ping"', ',"id":"é']) {
    plain.ws.send(part, { fin: false });
  }
  plain.ws.send('é"}', { fin: true });
  assert.equal((await plain.until((frame) => 'id' in frame)).id, 'éé');
});

test('both doors are in the same room', async () => {
  const roomId = unique('room');
  const [one, two] = await Promise.all([newUser('plain'), newUser('socket')]);
  const plain = await enter({ user: one });
  const socket = await connect(two);
  await plain.ask('join_room', { roomId });
  await ask(socket, 'join_room', { roomId });
  shape(await plain.next('user_joined_room'), {
    roomId: is(roomId),
    userId: is(two.sub),
    username: is(two.username),
  });

  const { data } = await plain.ask('send_message', { roomId, text: 'from the plain door' });
  const heard = await next(socket, 'new_message');
  assert.equal(heard.id, data.messageId);
  assert.equal(heard.userId, one.sub);
  await plain.next('new_message', (m) => m.id === data.messageId);

  const sent = await ask(socket, 'send_message', { roomId, text: 'from the other' });
  const message = await plain.next('new_message', (m) => m.id === sent.messageId);
  assert.equal(message.text, 'from the other');
});

test('what becomes of a message is heard through both doors', async () => {
  const roomId = unique('room');
  const user = await newUser('plain');
  const plain = await enter({ user });
  const socket = await connect(await newUser('socket'));
  await plain.ask('join_room', { roomId });
  await ask(socket, 'join_room', { roomId });
  const sent = await plain.ask('send_message', { roomId, text: 'helo' });
  const { messageId } = sent.data;

  const edited = await plain.ask('edit_message', { messageId, text: 'hello' });
  assert.deepEqual(edited.data, { ok: true, rev: 2 });
  assert.deepEqual(await next(socket, 'message_edited'), await plain.next('message_edited'));
  assert.deepEqual(await ask(socket, 'react', { messageId, emoji: '👍' }), { ok: true });
  assert.deepEqual(await next(socket, 'reaction'), await plain.next('reaction'));
  const denied = await ask(socket, 'delete_message', { messageId });
  assert.equal(denied.code, 'ACCESS_DENIED');
  assert.equal((await plain.ask('delete_message', { messageId })).data.rev, 4);
  assert.deepEqual(await next(socket, 'message_deleted'), await plain.next('message_deleted'));
  const late = await plain.ask('edit_message', { messageId, text: 'x' });
  assert.equal(late.error.code, 'MESSAGE_NOT_FOUND');
});

test('/ws and /ws/chat have the same rooms', async () => {
  const roomId = unique('room');
  const root = await enter({ path: '/ws' });
  const chat = await enter({ path: '/ws/chat' });
  await root.ask('join_room', { roomId });
  await chat.ask('join_room', { roomId });
  await root.ask('send_message', { roomId, text: 'hello' });
  assert.equal((await chat.next('new_message')).text, 'hello');
});

test('naming=kebab in the query gives kebab names and shapes', async () => {
  const roomId = unique('room');
  const [kebab, snake] = [await enter({ query: { naming: 'kebab' } }), await enter({})];
  const joined = await kebab.ask('join', { room: roomId });
  assert.equal(joined.data.status, 'ok');
  assert.equal(joined.data.room, roomId);
  await snake.ask('join_room', { roomId });
  await snake.ask('send_message', { roomId, text: 'hello' });
  const message = await kebab.next('new-message');
  assert.equal(message.content, 'hello');
  assert.equal(message.room, roomId);
  assert.equal((await snake.next('new_message')).text, 'hello');
});

test('the first event name that tells decides the naming', async () => {
  const { plain, roomId } = await inRoom('join-room');
  await plain.ask('send_message', { roomId, text: 'hello' });
  assert.equal((await plain.next('new-message')).message, 'hello');
});

test('a connection that is cut takes its socket along', async () => {
  const { plain, roomId } = await inRoom();
  const witness = await enter({});
  await witness.ask('join_room', { roomId });
  plain.ws.terminate();
  assert.equal((await witness.next('user_left_room')).roomId, roomId);
});

test(
  'whoever does not answer a ping is gone, and whoever does stays',
  { skip: heartbeat > DEADLINE / 2 ? 'the server pings too seldom' : false },
  async () => {
    const quiet = await enter({ autoPong: false });
    const lively = await enter({});
    await quiet.closed;
    assert.ok((await lively.ask('ping')).data);
  },
);

/** How long the server waits before it gives a client up, in milliseconds. */
async function pings() {
  const ws = new WebSocket(`${DOOR}/socket.io/?EIO=4&transport=websocket`);
  const [data] = await event(ws, 'message');
  ws.terminate();
  const { pingInterval, pingTimeout } = JSON.parse(data.toString().slice(1));
  return pingInterval + pingTimeout;
}

/** A client that was let in, of a new user if none is named. */
async function enter({ user, headers, ...more }) {
  const who = user ?? (await newUser());
  const plain = await opened({ ...more, headers: { ...headers, ...bearer(who) } });
  if (!user) {
    await plain.next('connected');
  }
  return plain;
}

/** A client in a new room. */
async function inRoom(event = 'join_room') {
  const roomId = unique('room');
  const plain = await enter({});
  assert.ok((await plain.ask(event, { roomId })).data);
  return { plain, roomId };
}

async function identified(options, user) {
  const plain = await opened(options);
  assert.equal((await plain.next('connected')).userId, user.sub);
}

async function opened({ path = '/ws/chat', query = {}, headers, protocols = [], autoPong = true }) {
  const url = `${DOOR}${path}?${new URLSearchParams(query)}`;
  const plain = new Plain(new WebSocket(url, protocols, { headers, autoPong }));
  await event(plain.ws, 'open');
  return plain;
}

function bearer(user) {
  return { Authorization: `Bearer ${user.token}` };
}

/** The answer to a handshake as it is: status, headers, body. */
function handshake(path, headers = {}) {
  return new Promise((resolve, reject) => {
    const asked = request(SERVER + path, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': 13,
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    asked.on('upgrade', (response, socket) => {
      clients.add({ terminate: () => socket.destroy() });
      socket.on('error', () => {});
      resolve({ status: response.statusCode, headers: response.headers });
    });
    asked.on('response', async (response) => {
      const body = (await response.toArray()).join('');
      resolve({ status: response.statusCode, headers: response.headers, body });
    });
    asked.on('error', reject);
    asked.setTimeout(DEADLINE, () => asked.destroy(new Error('no answer')));
    asked.end();
  });
}

function refusal({ status, headers, body }, wanted, code) {
  assert.equal(status, wanted);
  assert.match(headers['content-type'], /^application\/problem\+json\b/);
  assert.equal(headers['www-authenticate'] !== undefined, wanted === 401);
  shape(JSON.parse(body), {
    type: is('about:blank'),
    title: 'string',
    status: is(wanted),
    code: is(code),
    detail: 'string',
  });
}

/** Tries the token until its end has come; a server may allow for a skew of clocks. */
async function expired(token) {
  const end = Date.now() + 90_000;
  while (Date.now() < end) {
    const answer = await handshake(`/ws?token=${token}`);
    if (answer.status !== 101) {
      return answer;
    }
    await pause(200);
  }
  return assert.fail('the token never expired');
}

function event(emitter, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`'${name}' never happened`)), DEADLINE);
    const settle = (act) => (...args) => {
      clearTimeout(timer);
      act(args);
    };
    emitter.once(name, settle(resolve));
    emitter.once('error', settle(([error]) => reject(error)));
  });
}

/** A bare WebSocket whose every frame is written down from the start. */
class Plain {
  texts = [];
  #frames = [];
  #waiting = new Set();
  #ids = 0;

  constructor(ws) {
    this.ws = ws;
    clients.add(ws);
    ws.on('error', () => {});
    ws.on('message', (data) => this.#take(data.toString()));
    this.closed = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it was never closed')), 2 * DEADLINE);
      timer.unref();
      ws.once('close', (code) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    this.closed.catch(() => {});
  }

  #take(text) {
    this.texts.push(text);
    this.#frames.push({ ...JSON.parse(text) });
    this.#waiting.forEach((look) => look());
  }

  send(frame) {
    this.ws.send(JSON.stringify(frame));
  }

  /** Sends with an id and answers the frame that has it. */
  async ask(name, data) {
    const id = `ask-${++this.#ids}`;
    this.send({ event: name, data, id });
    return this.until((frame) => frame.id === id);
  }

  /** The data of the first `event` not taken yet that fits, heard already or still to come. */
  async next(name, fits = () => true) {
    const frame = await this.until((f) => f.event === name && fits(f.data));
    assert.deepEqual(Object.keys(frame).sort(), ['data', 'event']);
    return frame.data;
  }

  heard(name) {
    return this.texts.map((text) => JSON.parse(text)).filter((frame) => frame.event === name);
  }

  until(wanted) {
    return new Promise((resolve, reject) => {
      const look = () => {
        const at = this.#frames.findIndex(wanted);
        if (at >= 0) {
          clearTimeout(timer);
          this.#waiting.delete(look);
          resolve(this.#frames.splice(at, 1)[0]);
        }
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`it never came; heard: ${this.texts.slice(-10)}`));
      }, DEADLINE);
      this.#waiting.add(look);
      look();
    });
  }
}
