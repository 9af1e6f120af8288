// Two nodes behind a proxy, nginx or HAProxy by PARLEY_PROXY (ClusterProxyIT has them): what every
// client finds there, over each transport.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { SERVER, ask, attempt, connect, happens, issueToken, newUser, next, unique } from '../../harness/client.mjs';

const TRANSPORTS = [['websocket'], ['polling'], ['polling', 'websocket']];

/** Enough that chance does not bring all of them to one node. */
const MANY = 8;

/** More than the silence that the proxies bear, together. */
const HEARTBEATS = 3;

const times = (count, make) => Promise.all(Array.from({ length: count }, (_, n) => make(n)));

/** A client that has come to the transport that it wants in the end. */
async function settled(transports, more = {}) {
  const socket = await connect(await newUser(), { transports, ...more });
  const wanted = transports.at(-1);
  const { engine } = socket.io;
  if (engine.transport.name !== wanted) await happens(engine, 'upgrade');
  assert.equal(engine.transport.name, wanted);
  return socket;
}

async function plain({ token }) {
  const ws = new WebSocket(`${SERVER.replace(/^http/, 'ws')}/ws/chat`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  await happens(ws, 'open');
  return ws;
}

/** How many connections each node has. */
async function connectionsOfNodes() {
  const { token } = await issueToken({ sub: 'watcher', username: 'Watcher', groups: ['admin'] });
  const answer = await fetch(`${SERVER}/api/stats`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  return (await answer.json()).nodes.map(({ connections }) => connections);
}

for (const transports of TRANSPORTS) {
  test(`by ${transports} many clients hear each other`, async () => {
    const sockets = await times(MANY, () => settled(transports));
    const roomId = unique('room');
    for (const socket of sockets) assert.ok((await ask(socket, 'join_room', { roomId })).joined);
    const texts = sockets.map((_, n) => `hello ${n}`);
    await times(MANY, (n) => ask(sockets[n], 'send_message', { roomId, text: texts[n] }));
    for (const socket of sockets) {
      for (const text of texts) await next(socket, 'new_message', (message) => message.text === text);
    }
  });

  // nginx goes by the address of those who begin with polling, and here all have the same.
  const spread = transports[0] === 'websocket' || process.env.PARLEY_PROXY === 'haproxy';
  test(`by ${transports} many clients are on ${spread ? 'both nodes' : 'one node'}`, async () => {
    await times(MANY, () => settled(transports));
    const nodes = await connectionsOfNodes();
    assert.equal(nodes.length, 2);
    assert.equal(nodes.filter((connections) => connections >= MANY / 4).length, spread ? 2 : 1, `${nodes}`);
  });

  test(`by ${transports} the page of the proxy is let in, and no other`, async () => {
    await settled(transports, { headers: { Origin: new URL(SERVER).origin } });
    const { token } = await newUser();
    const headers = { Origin: 'http://foreign.example' };
    const error = await attempt({ auth: { token }, transports, headers });
    assert.match(String(error.description?.message ?? error.description), /\b403\b/);
  });
}

test('the plain JSON door is open', async () => {
  const ws = await plain(await newUser());
  const answer = happens(ws, 'message').then(([data]) => JSON.parse(data));
  assert.equal((await answer).event, 'connected');
  ws.terminate();
});

test('a client that only answers heartbeats stays, whatever its transport', async () => {
  const stay = async (emitter, gone) => {
    const over = new Promise((_, reject) => gone.once(reject));
    for (let n = 0; n < HEARTBEATS; n++) await Promise.race([happens(emitter, 'ping'), over]);
  };
  const sockets = await Promise.all(TRANSPORTS.map((transports) => settled(transports)));
  const ws = await plain(await newUser());
  await Promise.all([
    ...sockets.map((socket) => stay(socket.io, { once: (f) => socket.once('disconnect', (why) => f(new Error(why))) })),
    stay(ws, { once: (f) => ws.once('close', (code) => f(new Error(`closed with ${code}`))) }),
  ]);
  ws.terminate();
});

test('the page and its script come through', async () => {
  assert.match(await (await fetch(`${SERVER}/`)).text(), /<html/i);
  assert.equal((await fetch(`${SERVER}/socket.io/socket.io.js`)).status, 200);
});

test('nobody outside is told of the health of the nodes', async () => {
  for (const path of ['/health', '/health/ready', '/metrics']) {
    // More than once: each node is asked.
    const answers = await times(4, () => fetch(SERVER + path));
    assert.deepEqual(answers.map(({ status }) => status), [404, 404, 404, 404]);
  }
});
