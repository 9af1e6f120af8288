// A gateway that a portal has added (OrdersGateway), and the bound on what one client may have
// unprocessed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { SERVER, ask, connect, newUser, next, open } from '../../harness/client.mjs';
import { plainClient } from '../../harness/portal-service.mjs';
import { failure, shape, violations } from '../../harness/shape.mjs';

const FRAME = 32 * 1024;
const FRAMES = 2_000;

async function customer() {
  const user = await newUser('customer');
  return { user, socket: await ordersSocket(user) };
}

// `/orders` greets nobody, so only the connection is waited for.
async function ordersSocket(user) {
  const chat = await connect(user);
  const orders = chat.io.socket('/orders', { auth: { token: user.token } });
  await new Promise((resolve, reject) => {
    orders.once('connect', resolve);
    orders.once('connect_error', reject);
    orders.connect();
  });
  return orders;
}

test('an event of an added gateway is answered with what its method returns', async () => {
  const { user, socket } = await customer();
  const answer = await ask(socket, 'place_order', { item: 'tea', count: 2 });
  assert.deepEqual(answer, { ordered: 'tea', by: user.sub });
});

test('an event of an added gateway may be spelt with hyphens', async () => {
  const { socket } = await customer();
  assert.equal((await ask(socket, 'place-order', { item: 'tea', count: 1 })).ordered, 'tea');
});

test('the constraints of an added gateway are kept', async () => {
  const { socket } = await customer();
  const answer = await ask(socket, 'place_order', { item: '', count: 0 });
  shape(answer, failure('INVALID_PAYLOAD', { violations }));
  assert.deepEqual(answer.violations.map((v) => v.field).sort(), ['count', 'item']);
});

const BASKET = {
  lines: [{ item: 'tea', count: 2, remark: 'green' }, { item: 'cup', count: 1 }],
  priority: 'SOON',
  limit: 12.5,
  due: '2026-01-31',
  gifts: 0,
};

test('a payload may hold records, lists, enums, decimals and dates', async () => {
  const { socket } = await customer();
  assert.deepEqual(await ask(socket, 'place_basket', BASKET), {
    count: 3,
    due: '2026-02-01',
    limit: 12.5,
    priority: 'SOON',
    remark: 'green',
  });
});

test('what does not fit in a nested payload is told with its path', async () => {
  const { socket } = await customer();
  const lines = [{ item: 'tea', count: 1 }, { item: 5, count: '1' }];
  const wrong = { ...BASKET, lines, priority: 'NOW', gifts: undefined };
  const answer = await ask(socket, 'place_basket', wrong);
  shape(answer, failure('INVALID_PAYLOAD', { violations }));
  assert.deepEqual(Object.fromEntries(answer.violations.map((v) => [v.field, v.message])), {
    'lines[1].item': 'must be a string',
    'lines[1].count': 'must be a whole number',
    priority: 'must be one of SOON, LATER',
    gifts: 'is required',
  });
});

test('the constraints of nested records are kept', async () => {
  const { socket } = await customer();
  const answer = await ask(socket, 'place_basket', { ...BASKET, lines: [{ item: 'tea', count: 0 }] });
  assert.deepEqual(answer.violations.map((v) => v.field), ['lines[0].count']);
});

test('a portal may refuse with a code of its own', async () => {
  const { socket } = await customer();
  const answer = await ask(socket, 'order_the_last');
  assert.deepEqual(answer, { status: 'error', code: 'OUT_OF_STOCK', message: 'Out of stock' });
});

test('a blocking handler has a transaction and a request scope', async () => {
  const { socket } = await customer();
  assert.deepEqual(await ask(socket, 'work'), { request: true, transaction: true });
});

test('a handler that leaves its transaction open fails', async () => {
  const { socket } = await customer();
  shape(await ask(socket, 'leave_open'), failure('INTERNAL_ERROR'));
});

test('a transaction that a handler leaves open does not reach the next one on its thread', async () => {
  const { socket } = await customer();
  // A second transaction could not begin on a thread that still has one; there are fewer threads than calls.
  for (let i = 0; i < 20; i++) {
    assert.equal(await ask(socket, 'reply_and_leave_open'), true);
  }
});

test('a handler that blocks holds back later blocking ones of its socket, and nothing else', async () => {
  const { socket } = await customer();
  const { socket: other } = await customer();
  let ended = false;
  const waiting = ask(socket, 'wait').then((answer) => (ended = answer));
  const notes = [1, 2, 3].map((number) => ask(socket, 'note', { number }));
  assert.deepEqual(await ask(other, 'note', { number: 0 }), [0]);
  assert.equal((await ask(socket, 'place_order', { item: 'tea', count: 1 })).ordered, 'tea');
  assert.equal(ended, false);
  await ask(socket, 'let_go');
  assert.equal(await waiting, true);
  assert.deepEqual(await Promise.all(notes), [[0, 1], [0, 1, 2], [0, 1, 2, 3]]);
});

for (const [nsp, path] of [['/', '/ws'], ['/chat', '/ws/chat'], ['/realtime', '/ws/realtime']]) {
  test(`a client of ${nsp} is greeted before a portal's gateway sends it anything`, async () => {
    const user = await newUser('welcome');
    // Others come and go meanwhile, and everybody is told.
    const greetings = ['connected', 'welcome'];
    const events = [];
    const socket = open({ nsp, auth: { token: user.token } });
    socket.onAny((event) => events.push(event));
    await next(socket, 'welcome');
    assert.deepEqual(events.filter((event) => greetings.includes(event)), greetings);
    const plain = await plainClient(user, path);
    await plain.event('welcome');
    const received = plain.frames.map((frame) => frame.event);
    assert.deepEqual(received.filter((event) => greetings.includes(event)), greetings);
    plain.close();
  });
}

test('the events of the chat are unknown in a namespace of its own', async () => {
  const { socket } = await customer();
  assert.equal((await ask(socket, 'join_room', { roomId: 'x' })).code, 'UNKNOWN_EVENT');
});

test('the server can ask a client, and gets its answer', async () => {
  const { socket } = await customer();
  socket.on('really', (data, answer) => answer(`${data.question} yes`));
  assert.deepEqual(await ask(socket, 'confirm'), { answer: 'sure? yes' });
});

test('a client that floods a slow handler is read no further, and loses nothing', async () => {
  const flooder = await newUser('flooder');
  const witness = await ordersSocket(await newUser('witness'));
  const url = `${SERVER.replace('http', 'ws')}/ws/orders?token=${flooder.token}`;
  const flood = new WebSocket(url);
  await new Promise((resolve, reject) => flood.once('open', resolve).once('error', reject));
  const answered = new Promise((resolve, reject) => {
    let count = 0;
    flood.on('message', () => ++count === FRAMES && resolve());
    flood.on('close', (code) => reject(new Error(`closed with ${code} after ${count} answers`)));
  });
  const ballast = 'x'.repeat(FRAME);
  for (let id = 0; id < FRAMES; id++) {
    flood.send(JSON.stringify({ event: 'hold', data: { ballast }, id }));
  }
  // Long enough for the heartbeat to miss its pong, if it did not know that nobody reads it.
  const patience = Date.now() + 5_000;
  while (Date.now() < patience) {
    const started = await ask(witness, 'how_many_started');
    assert.ok(started * FRAME <= 4 * 1024 * 1024, `${started} frames were read`);
  }
  await ask(witness, 'release');
  await answered;
  assert.equal(await ask(witness, 'how_many_started'), FRAMES);
  flood.removeAllListeners('close').close();
});
