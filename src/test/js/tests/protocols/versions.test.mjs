// What matters to every client, by whichever version of the library (PARLEY_CLIENT) and over
// whichever transports (PARLEY_TRANSPORTS); against a server that has OrdersGateway.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  TRANSPORTS,
  ask,
  attach,
  connect,
  gather,
  greeted,
  happens,
  newManager,
  newUser,
  next,
  refused,
  roundTrip,
  unique,
} from '../../harness/client.mjs';

const BYTES = Buffer.from([0, 1, 2, 127, 128, 254, 255]);

/** A socket in `/chat` and one in `/orders`, on one connection. */
async function customer() {
  const user = await newUser('customer');
  const chat = await connect(user);
  const orders = attach(chat.io, '/orders', { token: user.token });
  orders.connect();
  await happens(orders, 'connect');
  return { user, chat, orders };
}

/** Waits until the connection has come to the transport that the client wants in the end. */
async function settled(manager) {
  const wanted = TRANSPORTS.at(-1);
  if (manager.engine.transport.name !== wanted) {
    await happens(manager.engine, 'upgrade');
  }
  assert.equal(manager.engine.transport.name, wanted);
}

test('a client gets where it wants to be, and goes on there', async () => {
  const socket = await connect(await newUser());
  await settled(socket.io);
  await roundTrip(socket);
});

test('a client without a token is refused and told why', async () => {
  const error = await refused({});
  assert.equal(error.message, 'Unauthorized');
  assert.deepEqual(error.data, { code: 'UNAUTHORIZED' });
});

test('a namespace that does not exist is refused', async () => {
  const { token } = await newUser();
  assert.equal((await refused({ nsp: '/nowhere', auth: { token } })).message, 'Invalid namespace');
});

test('two clients talk to each other, in order', async () => {
  const { alice, bob, room } = await gather({ alice: {}, bob: {} });
  const texts = Array.from({ length: 20 }, (_, i) => `${i} äß 😀`);
  const acks = await Promise.all(
    texts.map((text) => ask(alice, 'send_message', { roomId: room, text })),
  );
  assert.ok(acks.every((ack) => ack.sent));
  for (const text of texts) {
    assert.equal((await next(bob, 'new_message')).text, text);
  }
});

test('what is sent while the transport changes is taken once and in order', async () => {
  const { token } = await newUser();
  const manager = newManager();
  const chat = attach(manager, '/chat', { token });
  chat.connect();
  await greeted(chat);
  const roomId = unique('room');
  ask(chat, 'join_room', { roomId });
  const acks = await Promise.all(
    Array.from({ length: 50 }, (_, i) => ask(chat, 'send_message', { roomId, text: `${i}` })),
  );
  assert.deepEqual(
    acks.map((ack) => ack.seq),
    acks.map((_, i) => i + 1),
  );
  await settled(manager);
  const { messages } = await ask(chat, 'get_history', { roomId });
  assert.deepEqual(
    messages.map((message) => message.text),
    messages.map((_, i) => `${i}`),
  );
});

test('two namespaces share one connection, and one may be left', async () => {
  const { chat, orders } = await customer();
  assert.equal((await ask(orders, 'place_order', { item: 'tea', count: 1 })).ordered, 'tea');
  orders.disconnect();
  await roundTrip(chat);
  assert.ok(chat.connected);
});

test('the server asks a client, and gets its answer', async () => {
  const { orders } = await customer();
  orders.on('really', (data, answer) => answer(`${data.question} yes`));
  assert.deepEqual(await ask(orders, 'confirm'), { answer: 'sure? yes' });
});

test('bytes go both ways, in events and in acknowledgements', async () => {
  const { orders } = await customer();
  const answer = await ask(orders, 'return_parcel', { label: 'small', content: BYTES });
  const event = await next(orders, 'parcel');
  for (const parcel of [answer, event]) {
    assert.equal(parcel.label, 'small');
    assert.deepEqual(Buffer.from(parcel.content), BYTES);
  }
});

test('a client comes back by itself after its transport was cut', async () => {
  const socket = await connect(await newUser(), { reconnection: true });
  await settled(socket.io);
  const gone = happens(socket, 'disconnect');
  const back = happens(socket, 'connect');
  socket.io.engine.close();
  await gone;
  await back;
  await roundTrip(socket);
});

test('a connection outlives several heartbeats', async () => {
  const socket = await connect(await newUser());
  await settled(socket.io);
  for (let beat = 0; beat < 2; beat++) {
    // Its own pong; it has no event for the ping in all versions.
    await happens(socket.io.engine, 'pong');
  }
  await roundTrip(socket);
});
