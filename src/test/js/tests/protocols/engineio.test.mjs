// Engine.IO on the wire, against an echo: long pings, a payload of at most 2000 bytes, an upgrade
// within 1 s, the cookie "io", and one foreign origin that may poll.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { ask, assertRefused, call, ENGINE, SEPARATOR, Session, Wire } from '../../harness/raw.mjs';

const MAX = 2000;
const POLLING = { EIO: 4, transport: 'polling' };
const WEBSOCKET = { EIO: 4, transport: 'websocket' };
const FRIEND = 'https://portal.example';

// --- Handshake -------------------------------------------------------------------------------------

test('a polling handshake is answered with the open packet, which nobody may keep', async () => {
  const answer = await ask('GET', POLLING);
  assert.equal(answer.status, 200);
  assert.match(answer.headers['content-type'], /^text\/plain; ?charset=utf-8$/i);
  // Open Liberty has more to say about an answer with a cookie.
  assert.match(answer.headers['cache-control'], /\bno-store\b/);
  const { sid } = JSON.parse(answer.text.slice(1));
  const open = { sid, upgrades: ['websocket'], pingInterval: 25000, pingTimeout: 20000 };
  assert.equal(answer.text, `0${JSON.stringify({ ...open, maxPayload: MAX })}`);
});

test('a WebSocket handshake is answered with an open packet without upgrades', async () => {
  const { session } = await Wire.begin();
  assert.deepEqual(session.upgrades, []);
  assert.deepEqual(Object.keys(session), [
    'sid',
    'upgrades',
    'pingInterval',
    'pingTimeout',
    'maxPayload',
  ]);
});

test('the parameters of a handshake come in any order and with others among them', async () => {
  const query = { t: 'abc', b64: 1, own: 'ü&=', transport: 'polling', EIO: 4 };
  assert.equal((await ask('GET', query)).status, 200);
});

test('session ids are long and never the same', async () => {
  const sessions = await Promise.all([...Array(20)].map(() => Session.begin()));
  const sids = sessions.map(({ sid }) => sid);
  assert.equal(new Set(sids).size, 20);
  sids.forEach((sid) => assert.match(sid, /^[\w-]{20,}$/));
});

const refusals = [
  ['without a transport', 'GET', { EIO: 4 }, 0, 'Transport unknown'],
  ['with an unknown transport', 'GET', { EIO: 4, transport: 'abc' }, 0, 'Transport unknown'],
  ['of a session that never was', 'GET', { ...POLLING, sid: 'abc' }, 1, 'Session ID unknown'],
  ['that posts without a session', 'POST', POLLING, 2, 'Bad handshake method'],
  ['that puts without a session', 'PUT', POLLING, 2, 'Bad handshake method'],
  ['for a WebSocket without an upgrade', 'GET', WEBSOCKET, 3, 'Bad request'],
  ...[undefined, '3', '5', 'abc'].map((EIO) => [
    `of version ${EIO}`,
    'GET',
    { EIO, transport: 'polling' },
    5,
    'Unsupported protocol version',
  ]),
];
for (const [what, method, query, code, message] of refusals) {
  test(`a request ${what} is refused with code ${code}`, async () => {
    assertRefused(await ask(method, query), 400, code, message);
  });
}

test('the page of a foreign origin is forbidden', async () => {
  const headers = { Origin: 'https://foreign.example' };
  assertRefused(await ask('GET', POLLING, { headers }), 403, 4, 'Forbidden');
});

const refusedUpgrades = [
  ['without a transport', { EIO: 4 }],
  ['with an unknown transport', { EIO: 4, transport: 'abc' }],
  ['for polling', POLLING],
  ['of a session that never was', { ...WEBSOCKET, sid: 'abc' }],
  ['without a version', { transport: 'websocket' }],
  ['of version 3', { EIO: 3, transport: 'websocket' }],
];
for (const [what, query] of refusedUpgrades) {
  test(`an upgrade ${what} is refused before it is one`, async () => {
    assert.equal((await Wire.attempt(query))?.status, 400);
  });
}

test('a WebSocket of a foreign origin is refused before it is one', async () => {
  const options = { headers: { Origin: 'https://foreign.example' } };
  assert.equal((await Wire.attempt(WEBSOCKET, ENGINE, options))?.status, 403);
});

test('the address without its slash is not the door', async () => {
  assert.equal((await ask('GET', POLLING, { path: '/engine.io' })).status, 404);
});

// --- Packets ---------------------------------------------------------------------------------------

test('packets of one payload come back in one payload and in order', async () => {
  const session = await Session.begin();
  await session.send('4test1', '4test2', '4test3');
  assert.equal(await session.packets(), ['4test1', '4test2', '4test3'].join(SEPARATOR));
});

test('bytes travel in Base64 between the texts of a payload', async () => {
  const session = await Session.begin();
  await session.send('4hello', 'bAQIDBA==');
  assert.equal(await session.packets(), `4hello${SEPARATOR}bAQIDBA==`);
});

test('bytes are a frame of their own on a WebSocket', async () => {
  const wire = await Wire.begin();
  wire.send(Buffer.from([1, 2, 3, 4]));
  assert.deepEqual(await wire.next(), Buffer.from([1, 2, 3, 4]));
});

test('bytes in Base64 are bytes on a WebSocket, too', async () => {
  const wire = await Wire.begin();
  wire.send('bAQI=');
  assert.deepEqual(await wire.next(), Buffer.from([1, 2]));
});

test('a client that wants Base64 gets it on a WebSocket, too', async () => {
  const wire = await Wire.begin(ENGINE, { b64: 1 });
  wire.send(Buffer.from([1, 2, 3, 4]));
  assert.equal(await wire.next(), 'bAQIDBA==');
});

test('a message may be empty', async () => {
  const session = await Session.begin();
  await session.send('4');
  assert.equal(await session.packets(), '4');
  const wire = await Wire.begin();
  wire.send('4');
  assert.equal(await wire.next(), '4');
});

test('text is UTF-8 and counted in bytes', async () => {
  const text = '4€ \u{1d11e} \u2028 ü';
  const session = await Session.begin();
  await session.send(text);
  const answer = await session.poll().answer;
  assert.equal(answer.text, text);
  assert.equal(Number(answer.headers['content-length']), Buffer.byteLength(text));
  const wire = await Wire.begin();
  wire.send(text);
  assert.equal(await wire.next(), text);
});

test('packets that only a server sends are ignored', async () => {
  const session = await Session.begin();
  await session.send('0{}', '5', '6', '3', '4after');
  assert.equal(await session.packets(), '4after');
  const wire = await Wire.begin();
  wire.send('0{}', '5', '6', '3', '4after');
  assert.equal(await wire.next(), '4after');
});

// --- Polling ---------------------------------------------------------------------------------------

test('a POST is answered with ok', async () => {
  const session = await Session.begin();
  const answer = await session.post('4hello');
  assert.equal(answer.status, 200);
  assert.equal(answer.text, 'ok');
  assert.match(answer.headers['content-type'], /^text\/html\b/);
  assert.equal(answer.headers['content-length'], '2');
});

test('a GET waits until there is something for it', async () => {
  const session = await Session.begin();
  const held = session.poll();
  await held.sent;
  await session.send('4hello');
  const answer = await held.answer;
  assert.equal(answer.text, '4hello');
  assert.match(answer.headers['content-type'], /^text\/plain; ?charset=utf-8$/i);
  assert.equal(answer.headers['cache-control'], 'no-store');
});

for (const type of ['text/plain;charset=utf-8', 'text/plain', 'application/x-www-form-urlencoded']) {
  test(`a POST of type ${type} is text`, async () => {
    const session = await Session.begin();
    assert.equal((await session.post('4a=b&c', { 'Content-Type': type })).text, 'ok');
    assert.equal(await session.packets(), '4a=b&c');
  });
}

test('a POST without a type is text', async () => {
  const session = await Session.begin();
  const answer = await ask('POST', session.query, { body: '4hello' });
  assert.equal(answer.text, 'ok');
  assert.equal(await session.packets(), '4hello');
});

test('a POST of bytes ends the session', async () => {
  const session = await Session.begin();
  const answer = await session.post('4hello', { 'Content-Type': 'application/octet-stream' });
  assert.equal(answer.status, 400);
  await session.assertGone();
});

for (const [what, body] of [
  ['of an unknown type', 'abc'],
  ['with nothing in it', ''],
  ['with broken Base64', 'b?'],
]) {
  test(`a packet ${what} ends the session`, async () => {
    const session = await Session.begin();
    assertRefused(await session.post(body), 400, 3, 'Bad request');
    await session.assertGone();
  });
}

test('what comes before a bad packet is delivered, and nothing after it', async () => {
  const session = await Session.begin();
  const held = session.poll();
  await held.sent;
  await settled();
  assert.equal((await session.post(['4good', 'abc', '4late'].join(SEPARATOR))).status, 400);
  assert.equal((await held.answer).text, '4good');
  await session.assertGone();
});

test('a ping from a client ends the session', async () => {
  const session = await Session.begin();
  const held = session.poll();
  await held.sent;
  await settled();
  await session.post('2');
  assert.equal((await held.answer).text, '1');
  await session.assertGone();
});

test('a second GET ends both and the session', async () => {
  const session = await Session.begin();
  const first = session.poll();
  await first.sent;
  await settled();
  assertRefused(await session.poll().answer, 400, 3, 'Bad request');
  const { status, text } = await first.answer;
  assert.deepEqual({ status, text }, { status: 200, text: '1' });
  await session.assertGone();
});

test('a GET that is cut off ends the session at the next request', async () => {
  const session = await Session.begin();
  const cut = session.poll();
  await cut.sent;
  await settled();
  cut.abort();
  assert.equal((await session.poll().answer).status, 400);
  await session.assertGone();
});

test('a POST beside one that is half sent ends the session', async () => {
  const session = await Session.begin();
  const slow = session.beginPost({ 'Content-Length': 10 });
  slow.request.write('4ab');
  await settled();
  assertRefused(await session.post('4hello'), 400, 3, 'Bad request');
  await session.assertGone();
});

test('POSTs that arrive close together are all taken', async () => {
  const session = await Session.begin();
  const answers = await Promise.all([session.post('4a'), session.post('4b'), session.post('4c')]);
  assert.deepEqual(
    answers.map(({ text }) => text),
    ['ok', 'ok', 'ok'],
  );
  assert.deepEqual((await session.messages(3)).sort(), ['4a', '4b', '4c']);
});

test('a POST that is cut off ends the session', async () => {
  const session = await Session.begin();
  const held = session.poll();
  const cut = session.beginPost({ 'Content-Length': 10 });
  cut.request.write('4ab');
  await held.sent;
  await settled();
  cut.abort();
  assert.equal((await held.answer).text, '1');
  await session.assertGone();
});

test('a POST of the greatest length is taken', async () => {
  const session = await Session.begin();
  const body = `4${'x'.repeat(MAX - 1)}`;
  await session.send(body);
  assert.equal(await session.packets(), body);
});

test('the length of a POST is counted in bytes', async () => {
  const session = await Session.begin();
  const answer = await session.post(`4${'ü'.repeat(MAX / 2)}`);
  assert.equal(answer.status, 413);
});

test('a POST that says it is too long is refused and its session lives on', async () => {
  const session = await Session.begin();
  const answer = await session.post(`4${'x'.repeat(MAX)}`);
  assert.equal(answer.status, 413);
  assert.equal(answer.text, '');
  await session.assertAlive();
});

test('a POST that turns out too long is refused and its session lives on', async () => {
  const session = await Session.begin();
  const post = session.beginPost({ 'Transfer-Encoding': 'chunked' });
  post.request.write(`4${'x'.repeat(MAX - 10)}`);
  post.request.end('x'.repeat(100));
  const answer = await post.answer;
  assert.equal(answer.status, 413);
  assert.equal(answer.text, '');
  await session.assertAlive();
});

test('a POST in chunks is taken', async () => {
  const session = await Session.begin();
  const post = session.beginPost({ 'Transfer-Encoding': 'chunked' });
  post.request.write('4hel');
  post.request.end('lo');
  assert.equal((await post.answer).text, 'ok');
  assert.equal(await session.packets(), '4hello');
});

for (const method of ['PUT', 'DELETE']) {
  test(`${method} is refused and its session lives on`, async () => {
    const session = await Session.begin();
    assertRefused(await ask(method, session.query), 400, 3, 'Bad request');
    await session.assertAlive();
  });
}

test('a client that leaves gets an end of its GET', async () => {
  const session = await Session.begin();
  const held = session.poll();
  await held.sent;
  await settled();
  assert.equal((await session.post('1')).text, 'ok');
  const { status, text } = await held.answer;
  assert.deepEqual({ status, text }, { status: 200, text: '6' });
  await session.assertGone();
});

test('one connection carries the requests of a session one after the other', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const session = await Session.begin();
  for (const text of ['4a', '4b', '4c']) {
    const answer = await ask('POST', session.query, { body: text, agent });
    assert.equal(answer.text, 'ok');
    assert.equal((await session.poll({ agent }).answer).text, text);
  }
  agent.destroy();
});

// --- WebSocket -------------------------------------------------------------------------------------

test('a WebSocket gives text back as text', async () => {
  const wire = await Wire.begin();
  wire.send('4hello');
  assert.equal(await wire.next(), '4hello');
});

for (const [what, text] of [
  ['of an unknown type', 'abc'],
  ['with nothing in it', ''],
  ['that ends the session', '1'],
  ['that pings', '2'],
]) {
  test(`a frame ${what} closes the WebSocket at once`, async () => {
    const wire = await Wire.begin();
    wire.send(text);
    await wire.end();
  });
}

for (const [what, data] of [
  ['text', `4${'x'.repeat(MAX)}`],
  ['bytes', Buffer.alloc(MAX + 1)],
]) {
  test(`a frame with too much ${what} is closed with 1009`, async () => {
    const wire = await Wire.begin();
    wire.send(data);
    assert.equal(await wire.end(), 1009);
  });
}

test('a message in fragments counts as a whole', async () => {
  const wire = await Wire.begin();
  wire.sendFragmented(`4${'x'.repeat(MAX / 2)}`, 'x'.repeat(MAX / 2));
  assert.equal(await wire.end(), 1009);
});

test('a message in fragments is one message', async () => {
  const wire = await Wire.begin();
  wire.sendFragmented('4hel', 'lo');
  assert.equal(await wire.next(), '4hello');
});

test('a ping of the WebSocket itself is answered', async () => {
  const wire = await Wire.begin();
  await wire.ping();
  await wire.assertAlive();
});

test('frames are not compressed', async () => {
  const wire = await Wire.begin();
  assert.equal(wire.headers['sec-websocket-extensions'], undefined);
});

// --- Upgrade ---------------------------------------------------------------------------------------

test('a client changes over from polling to a WebSocket', async () => {
  const session = await Session.begin();
  const held = session.poll();
  await held.sent;
  await settled();
  const wire = await session.upgrade();
  wire.send('2probe');
  assert.equal(await wire.next(), '3probe');
  assert.equal((await held.answer).text, '6');
  wire.sendTogether('5', '4hello');
  assert.equal(await wire.next(), '4hello');
});

test('a GET that comes after the probe ends with a noop', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  wire.send('2probe');
  assert.equal(await wire.next(), '3probe');
  assert.equal(await session.packets(), '6');
});

for (const method of ['GET', 'POST']) {
  test(`a ${method} after the change is refused and the session lives on`, async () => {
    const session = await Session.begin();
    const wire = await session.moveToWebSocket();
    await wire.assertAlive();
    const body = method === 'POST' ? '4hello' : undefined;
    assertRefused(await ask(method, session.query, { body }), 400, 3, 'Bad request');
    await wire.assertAlive();
  });
}

test('a GET right behind the change is refused', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  wire.send('2probe', '5');
  assert.equal((await session.poll().answer).status, 400);
  assert.equal(await wire.next(), '3probe');
  await wire.assertAlive();
});

test('a second WebSocket after the change is closed and the first one lives on', async () => {
  const session = await Session.begin();
  const wire = await session.moveToWebSocket();
  await wire.assertAlive();
  await (await session.upgrade()).end();
  await wire.assertAlive();
});

test('a second WebSocket during the change is closed and the first one lives on', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  wire.send('2probe');
  await (await session.upgrade()).end();
  assert.equal(await wire.next(), '3probe');
  wire.send('5');
  await wire.assertAlive();
});

for (const first of ['4hi', '2xyz', '5', '1', Buffer.from([1])]) {
  test(`a WebSocket that begins with ${first.toString('latin1')} is closed, and polling goes on`, async () => {
    const session = await Session.begin();
    const wire = await session.upgrade();
    wire.send(first);
    await wire.end();
    await session.assertAlive();
  });
}

test('a probe is answered as often as it is sent', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  wire.send('2probe', '2probe');
  assert.equal(await wire.next(), '3probe');
  assert.equal(await wire.next(), '3probe');
  wire.send('5');
  await wire.assertAlive();
});

test('a client whose probe fails goes on polling and may try again', async () => {
  const session = await Session.begin();
  const failed = await session.upgrade();
  failed.send('2probe');
  assert.equal(await failed.next(), '3probe');
  await failed.close();
  await session.assertAlive();
  const wire = await session.moveToWebSocket();
  await wire.assertAlive();
});

test('a probe that leads to nothing is closed, and polling goes on', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  wire.send('2probe');
  assert.equal(await wire.next(), '3probe');
  await session.send('4while');
  await wire.end();
  assert.deepEqual(await messagesButNoops(session, 1), ['4while']);
});

test('a GET that is still held at the change comes to an end', async () => {
  const session = await Session.begin();
  const held = session.poll();
  await held.sent;
  await settled();
  const wire = await session.upgrade();
  wire.sendTogether('2probe', '5');
  await held.answer;
  assert.equal(await wire.next(), '3probe');
  await wire.assertAlive();
});

test('nothing is lost, doubled or turned around across the change', async () => {
  const session = await Session.begin();
  await session.send('41', '42');
  const wire = await session.upgrade();
  wire.send('2probe');
  assert.equal(await wire.next(), '3probe');
  await session.send('43');
  await session.send('44', 'bAQI=', '45');
  wire.sendTogether('5', '46', '47');
  const echoed = [];
  while (echoed.length < 8) {
    echoed.push(await wire.next());
  }
  assert.deepEqual(echoed, ['41', '42', '43', '44', Buffer.from([1, 2]), '45', '46', '47']);
});

test('what the client has got by polling does not come again after the change', async () => {
  const session = await Session.begin();
  await session.send('41');
  assert.equal(await session.packets(), '41');
  const wire = await session.moveToWebSocket();
  wire.send('42');
  assert.equal(await wire.next(), '42');
});

test('a session that ends takes its probe along', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  wire.send('2probe');
  assert.equal(await wire.next(), '3probe');
  await session.post('1');
  await wire.end();
  await session.assertGone();
});

// --- Cookie and CORS -------------------------------------------------------------------------------

test('a polling handshake sets the cookie for load balancers', async () => {
  const answer = await ask('GET', POLLING);
  const { sid } = JSON.parse(answer.text.slice(1));
  assert.deepEqual(answer.headers['set-cookie'], [`io=${sid}; Path=/; HttpOnly; SameSite=Lax`]);
});

test('the cookie is set once, and not for a WebSocket', async () => {
  const session = await Session.begin();
  assert.equal((await session.post('4a')).headers['set-cookie'], undefined);
  assert.equal((await session.poll().answer).headers['set-cookie'], undefined);
  assert.equal((await Wire.begin()).headers['set-cookie'], undefined);
});

test('the answers to a friendly page say that it may read them', async () => {
  const headers = { Origin: FRIEND };
  const session = await Session.begin();
  const post = (body) => ask('POST', session.query, { body, headers });
  assertOpenTo(FRIEND, await ask('GET', POLLING, { headers }));
  assertOpenTo(FRIEND, await post('4a'));
  assertOpenTo(FRIEND, await session.poll({ headers }).answer);
  assertOpenTo(FRIEND, await post('x'.repeat(MAX + 1)), 413);
  assertOpenTo(FRIEND, await post('x'), 400);
  assertOpenTo(FRIEND, await post('4a'), 400);
  assertOpenTo(FRIEND, await ask('GET', { EIO: 3, transport: 'polling' }, { headers }), 400);
});

test('an answer to a foreign page does not let it read anything', async () => {
  const answer = await ask('GET', POLLING, { headers: { Origin: 'https://foreign.example' } });
  assert.equal(answer.status, 403);
  assert.equal(answer.headers['access-control-allow-origin'], undefined);
  assert.match(answer.headers.vary, /\bOrigin\b/i);
});

test('a friendly page that asks before it sends gets leave', async () => {
  const headers = {
    Origin: FRIEND,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization, content-type',
  };
  const answer = await ask('OPTIONS', POLLING, { headers });
  assertOpenTo(FRIEND, answer, 204);
  assert.match(answer.headers['access-control-allow-methods'], /\bGET\b.*\bPOST\b/);
  assert.equal(answer.headers['access-control-allow-headers'], 'authorization, content-type');
});

// ---------------------------------------------------------------------------------------------------

function assertOpenTo(origin, answer, status = 200) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers['access-control-allow-origin'], origin);
  assert.equal(answer.headers['access-control-allow-credentials'], 'true');
  assert.match(answer.headers.vary, /\bOrigin\b/i);
}

/**
 * What was sent before on other connections has reached the server, which does not tell: round trips have
 * passed since, half of them with new connections, and more than a busy machine needs.
 */
async function settled() {
  for (let i = 0; i < 5; i++) {
    await ask('GET', { EIO: 4 });
    await call('GET', { EIO: 4 }).answer;
  }
}

async function messagesButNoops(session, count) {
  const found = [];
  while (found.length < count) {
    found.push(...(await session.messages()).filter((packet) => packet !== '6'));
  }
  return found;
}
