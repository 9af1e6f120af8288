// Socket.IO packet by packet, over both transports, with long pings: the namespaces of the official
// suite at / and /custom, and more at /lab and /guarded. A CONNECT has to come within 1 s.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, SEPARATOR, Session, SOCKET_IO, SocketIo, Wire } from '../../harness/raw.mjs';

const BYTES = [Buffer.from([1, 2, 3]), Buffer.from([4, 5, 6])];

const transports = [
  ['WebSocket', SocketIo.overWebSocket],
  ['polling', SocketIo.overPolling],
];
for (const [name, begin] of transports) {
  // --- Connect -----------------------------------------------------------------------------------

  test(`[${name}] a client joins the main namespace`, async () => {
    const client = await begin();
    const reply = await client.join();
    assert.deepEqual(Object.keys(reply), ['sid']);
    assert.equal(await client.next(), '42["auth",{}]');
  });

  test(`[${name}] a client joins with a payload`, async () => {
    const client = await begin();
    await client.enter('/', { token: '123' });
  });

  test(`[${name}] a client joins another namespace, with and without a payload`, async () => {
    for (const packet of ['40/custom,', '40/custom', '40/custom,{"token":"abc"}']) {
      const client = await begin();
      await client.send(packet);
      assert.match(await client.next(), /^40\/custom,\{"sid":"[\w-]{20,}"\}$/);
      const auth = packet.includes('{') ? '{"token":"abc"}' : '{}';
      assert.equal(await client.next(), `42/custom,["auth",${auth}]`);
    }
  });

  test(`[${name}] a namespace that does not exist is refused and the others can be joined`, async () => {
    const client = await begin();
    await client.send('40/random');
    assert.equal(await client.next(), '44/random,{"message":"Invalid namespace"}');
    await client.enter();
    await client.assertAlive();
  });

  test(`[${name}] a client that does not join is closed`, async () => {
    const client = await begin();
    await client.ended();
  });

  // --- Events ------------------------------------------------------------------------------------

  test(`[${name}] an event comes and goes`, async () => {
    const client = await begin();
    await client.enter();
    await client.send('42["message",1,"2",{"3":[true]}]');
    assert.equal(await client.next(), '42["message-back",1,"2",{"3":[true]}]');
  });

  test(`[${name}] an event is acknowledged`, async () => {
    const client = await begin();
    await client.enter();
    await client.send('42456["message-with-ack",1,"2",{"3":[false]}]');
    assert.equal(await client.next(), '43456[1,"2",{"3":[false]}]');
  });

  test(`[${name}] an event with bytes comes and goes`, async () => {
    const client = await begin();
    await client.enter();
    await client.sendAll(`452-["message",${place(0)},${place(1)}]`, ...BYTES);
    assert.equal(await client.next(), `452-["message-back",${place(0)},${place(1)}]`);
    assert.deepEqual([await client.next(), await client.next()], BYTES);
  });

  test(`[${name}] an event with bytes is acknowledged with bytes`, async () => {
    const client = await begin();
    await client.enter();
    await client.sendAll(`452-789["message-with-ack",${place(0)},${place(1)}]`, ...BYTES);
    assert.equal(await client.next(), `462-789[${place(0)},${place(1)}]`);
    assert.deepEqual([await client.next(), await client.next()], BYTES);
  });

  test(`[${name}] events are handled in their order`, async () => {
    const client = await begin();
    await client.enter();
    for (let i = 0; i < 20; i++) {
      await client.send(`42["message",${i}]`);
    }
    for (let i = 0; i < 20; i++) {
      assert.equal(await client.next(), `42["message-back",${i}]`);
    }
  });

  // --- Disconnect --------------------------------------------------------------------------------

  test(`[${name}] a client leaves its namespace and may come again`, async () => {
    const client = await begin();
    const before = await client.enter();
    await client.send('41');
    const after = await client.enter();
    assert.notEqual(after.sid, before.sid);
    await client.assertAlive();
  });

  test(`[${name}] a client leaves one namespace and stays in the other`, async () => {
    const client = await begin();
    await client.enter('/custom');
    await client.enter();
    await client.send('41/custom');
    await client.assertAlive();
  });

  test(`[${name}] the server ends one socket and not the other`, async () => {
    const client = await begin();
    await client.enter();
    await client.join('/lab');
    await client.send('42/lab,["end_socket"]');
    assert.equal(await client.next(), '41/lab,');
    await client.assertAlive();
  });

  test(`[${name}] the server ends the connection`, async () => {
    const client = await begin();
    await client.join('/lab');
    await client.send('42/lab,["end_connection"]');
    await client.ended();
  });

  // --- Questions of the server's -----------------------------------------------------------------

  test(`[${name}] the server gets the answer to its question`, async () => {
    const client = await begin();
    await client.join('/lab');
    await client.send('42/lab,["ask_me"]');
    const id = questionId(await client.next(), '["question","sure?"]');
    await client.send(`43/lab,${id}["yes",2]`);
    assert.equal(await client.next(), '42/lab,["answered",["yes",2]]');
  });

  test(`[${name}] the server gets bytes in an answer`, async () => {
    const client = await begin();
    await client.join('/lab');
    await client.send('42/lab,["ask_me"]');
    const id = questionId(await client.next(), '["question","sure?"]');
    await client.sendAll(`461-/lab,${id}[${place(0)}]`, BYTES[0]);
    assert.equal(await client.next(), `451-/lab,["answered",[${place(0)}]]`);
    assert.deepEqual(await client.next(), BYTES[0]);
  });
}

// --- Connect -----------------------------------------------------------------------------------------

test('each namespace has an id of its own, and none is that of the connection', async () => {
  const wire = await Wire.begin(SOCKET_IO);
  wire.send('40', '40/lab,');
  const ids = [wire.session.sid];
  while (ids.length < 3) {
    const packet = await wire.next();
    if (packet.startsWith('40')) {
      ids.push(JSON.parse(packet.slice(packet.indexOf('{'))).sid);
    }
  }
  assert.equal(new Set(ids).size, 3, ids.join());
});

test('a query is part of the name of a namespace', async () => {
  const client = await SocketIo.overWebSocket();
  await client.send('40/custom?a=1,');
  assert.equal(await client.next(), '44/custom?a=1,{"message":"Invalid namespace"}');
});

test('a guard refuses with a message and data, and the connection stays', async () => {
  const client = await SocketIo.overWebSocket();
  await client.send('40/guarded,');
  assert.equal(
    await client.next(),
    '44/guarded,{"message":"no way","data":{"code":"ACCESS_DENIED"}}',
  );
  await client.join('/guarded', { word: 'please' });
});

test('a refused CONNECT does not stop the time within which one has to succeed', async () => {
  const client = await SocketIo.overWebSocket();
  await client.send('40/random');
  await client.next();
  await client.ended();
});

test('a client that has joined may take its time', async () => {
  const late = await SocketIo.overWebSocket();
  await late.enter();
  const idle = await SocketIo.overWebSocket();
  await idle.ended();
  await late.assertAlive();
});

test('the handshake brings its parameters to the handlers', async () => {
  const client = await SocketIo.overWebSocket({ query: { own: 'ü&=', t: 'x' } });
  await client.join('/lab');
  await client.send('42/lab,1["query","own"]');
  assert.equal(await client.next(), '43/lab,1["ü&="]');
});

test('the application hears of handshakes that are refused', async () => {
  const answer = await ask('GET', { EIO: 3, transport: 'polling' }, { path: SOCKET_IO });
  assert.equal(answer.status, 400);
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.send('42/lab,1["refusals"]');
  const [refusals] = JSON.parse((await client.next()).slice('43/lab,1'.length));
  assert.deepEqual(
    refusals.filter(([code, , path]) => code === '5' && path === '/socket.io'),
    [['5', 'Unsupported protocol version', '/socket.io']],
  );
});

// --- What ends a connection ----------------------------------------------------------------------------

const violations = {
  'text that is no packet': ['4abc'],
  'an unknown type': ['47'],
  'an empty packet': ['4'],
  'an object for an event': ['42{}'],
  'an event without a name': ['42[]'],
  'an event whose name is null': ['42[null]'],
  'an event without a payload': ['42'],
  'an event with broken JSON': ['42["x"'],
  ...Object.fromEntries(
    ['connect', 'connect_error', 'disconnect', 'disconnecting', 'newListener', 'removeListener'].map(
      (name) => [`the reserved name ${name}`, [`42["${name}",1]`]],
    ),
  ),
  'a bad acknowledgement id': ['42abc["x"]'],
  'an acknowledgement that is no array': ['4399{}'],
  'an acknowledgement without an id': ['43[]'],
  'a DISCONNECT with a payload': ['41{}'],
  'a CONNECT with an array': ['40/custom,[]'],
  'a CONNECT with null': ['40/custom,null'],
  'a CONNECT with a string': ['40/custom,"x"'],
  'a CONNECT with broken JSON': ['40/custom,{bad'],
  'a CONNECT for where it is': ['40'],
  'a CONNECT_ERROR': ['44{"message":"x"}'],
  'an event for where it is not': ['42/custom,["message"]'],
  'an acknowledgement for where it is not': ['43/custom,1[]'],
  'a DISCONNECT from where it is not': ['41/custom'],
  'bytes that nobody announced': [BYTES[0]],
  'text instead of bytes': [`451-["message",${place(0)}]`, '42["message"]'],
  'bytes without a count': ['45["x"]'],
  'an empty count of bytes': ['45-["x"]'],
  'half a piece of bytes': ['451.5-["x"]'],
  'no pieces of bytes': ['450-["x"]'],
  'more pieces of bytes than allowed': ['4511-["x"]'],
  'a placeholder without a number': ['451-["message",{"_placeholder":true}]', BYTES[0]],
  'a placeholder below zero': [`451-["message",${place(-1)}]`, BYTES[0]],
  'a placeholder beyond the last': [`451-["message",${place(1)}]`, BYTES[0]],
  'a placeholder with a string': ['451-["message",{"_placeholder":true,"num":"0"}]', BYTES[0]],
};
for (const [what, packets] of Object.entries(violations)) {
  test(`${what} ends the connection`, async () => {
    const client = await SocketIo.overWebSocket();
    await client.enter();
    await client.sendAll(...packets);
    await client.ended();
  });
}

test('an event before any CONNECT ends the connection', async () => {
  const client = await SocketIo.overWebSocket();
  await client.send('42["message"]');
  await client.ended();
});

test('an event after the DISCONNECT ends the connection', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.sendAll('41', '42["message"]');
  await client.ended();
});

test('a violation by polling ends the session with a close packet', async () => {
  const client = await SocketIo.overPolling();
  await client.enter();
  await client.send('4abc');
  await client.ended();
});

// --- Events and acknowledgements -------------------------------------------------------------------------

for (const json of [
  '1,2.5,-3,0',
  '9007199254740993',
  '{"b":1,"a":{"d":null,"c":[]}}',
  'true,false,null',
  '"<a href=\'x\'>/=&"',
  '"\u{1d11e} \u2028 ü"',
  '[[[[]]]],{}',
]) {
  test(`${json} comes back as it was`, async () => {
    const client = await SocketIo.overWebSocket();
    await client.enter();
    await client.send(`42["message",${json}]`);
    assert.equal(await client.next(), `42["message-back",${json}]`);
  });
}

test('half a character does no harm', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.send('42["message","\\ud800"]');
  assert.match(await client.next(), /^42\["message-back",".*"\]$/);
  await client.assertAlive();
});

test('the name of an event may be a number', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.send('42/lab,7[1,2]');
  assert.equal(await client.next(), '43/lab,7["one"]');
});

for (const id of ['0', '9007199254740991']) {
  test(`${id} is an id of an acknowledgement`, async () => {
    const client = await SocketIo.overWebSocket();
    await client.enter();
    await client.send(`42${id}["message-with-ack"]`);
    assert.equal(await client.next(), `43${id}[]`);
  });
}

test('a handler that does not answer gives no acknowledgement', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.sendAll('421["message"]', '422["message-with-ack"]');
  assert.equal(await client.next(), '42["message-back"]');
  assert.equal(await client.next(), '432[]');
});

test('a handler that answers twice gives one acknowledgement', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.sendAll('42/lab,1["answer_twice"]', '42/lab,2[1]');
  assert.equal(await client.next(), '43/lab,1["first"]');
  assert.equal(await client.next(), '43/lab,2["one"]');
});

test('an answer that nobody waits for is ignored', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.sendAll('43/lab,99["x"]', '42/lab,["ask_me"]');
  const id = questionId(await client.next(), '["question","sure?"]');
  await client.sendAll(`43/lab,${id}[1]`, `43/lab,${id}[2]`, '42/lab,5[1]');
  assert.equal(await client.next(), '42/lab,["answered",[1]]');
  assert.equal(await client.next(), '43/lab,5["one"]');
});

test('the server stops waiting for an answer', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.send('42/lab,["ask_me_briefly"]');
  questionId(await client.next(), '["question","sure?"]');
  assert.equal(await client.next(), '42/lab,["unanswered"]');
});

test('questions to one socket have ids of their own', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.sendAll('42/lab,["ask_me"]', '42/lab,["ask_me"]');
  const first = questionId(await client.next(), '["question","sure?"]');
  const second = questionId(await client.next(), '["question","sure?"]');
  assert.notEqual(first, second);
});

test('an event for all reaches each client once', async () => {
  const clients = await Promise.all([
    SocketIo.overWebSocket(),
    SocketIo.overPolling(),
    SocketIo.overWebSocket({ query: { b64: 1 } }),
  ]);
  await Promise.all(clients.map((client) => client.join('/lab')));
  await clients[0].send('42/lab,["tell_all","hi"]');
  for (const client of clients) {
    assert.equal(await client.next(), `451-/lab,["told","hi",${place(0)}]`);
    const bytes = await client.next();
    assert.deepEqual(bytes, client === clients[2] ? 'bAQID' : BYTES[0]);
    await client.send('42/lab,1[1]');
    assert.equal(await client.next(), '43/lab,1["one"]');
  }
});

// --- Bytes -----------------------------------------------------------------------------------------------

test('bytes at any depth are numbered in the order of their places', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  const nested = (a, b) => `{"x":[1,{"y":${place(a)}}],"z":${place(b)}}`;
  await client.sendAll(`452-["message",${nested(1, 0)}]`, ...BYTES);
  assert.equal(await client.next(), `452-["message-back",${nested(0, 1)}]`);
  assert.deepEqual([await client.next(), await client.next()], [BYTES[1], BYTES[0]]);
});

test('one piece of bytes may stand in two places', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.sendAll(`451-["message",${place(0)},${place(0)}]`, BYTES[0]);
  assert.equal(await client.next(), `452-["message-back",${place(0)},${place(1)}]`);
  assert.deepEqual([await client.next(), await client.next()], [BYTES[0], BYTES[0]]);
});

test('a placeholder in a packet without bytes is data', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.send(`42["message",${place(0)}]`);
  assert.equal(await client.next(), `42["message-back",${place(0)}]`);
});

test('an event without bytes may be acknowledged with bytes', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.send('42/lab,12["give_bytes"]');
  assert.equal(await client.next(), `461-/lab,12[${place(0)}]`);
  assert.deepEqual(await client.next(), BYTES[0]);
});

test('an event with bytes may be acknowledged without', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  await client.sendAll(`451-/lab,12[1,${place(0)}]`, BYTES[0]);
  assert.equal(await client.next(), '43/lab,12["one"]');
});

test('nothing comes between a packet and its bytes', async () => {
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.join('/lab');
  await client.send('42/lab,["flood"]');
  await client.sendAll(...[...Array(50).keys()].map((i) => `42["message",${i}]`));
  let plain = 0;
  let binary = 0;
  while (plain < 50 || binary < 50) {
    const packet = await client.next();
    if (packet.startsWith('42[')) {
      plain++;
      continue;
    }
    assert.match(packet, /^452-\/lab,\["flooded",/);
    const [first, second] = [await client.next(), await client.next()];
    assert.deepEqual([Buffer.isBuffer(first), Buffer.isBuffer(second)], [true, true]);
    assert.equal(first.readInt32BE(), second.readInt32BE());
    binary++;
  }
});

test('a packet and its bytes may come in several POSTs', async () => {
  const session = await Session.begin(SOCKET_IO);
  await session.send('40');
  await session.messages(2);
  await session.send(`452-["message",${place(0)},${place(1)}]`);
  await session.send('bAQID');
  await session.send('bBAUG', '42["message","after"]');
  assert.deepEqual(await session.messages(4), [
    `452-["message-back",${place(0)},${place(1)}]`,
    'bAQID',
    'bBAUG',
    '42["message-back","after"]',
  ]);
});

// --- Volatile events ---------------------------------------------------------------------------------------

test('a volatile event is lost between two GETs and nothing else is', async () => {
  const client = await SocketIo.overPolling();
  await client.join('/lab');
  await client.send('42/lab,["volatile_then_reliable"]');
  assert.equal(await client.next(), '42/lab,["reliable"]');
  await client.send('42/lab,1[1]');
  assert.equal(await client.next(), '43/lab,1["one"]');
});

test('a volatile event reaches a client whose GET waits', async () => {
  const client = await SocketIo.overPolling();
  await client.join('/lab');
  const { session } = client.transport;
  const held = session.poll();
  await held.sent;
  // Another request later, so that the GET is there.
  await Session.begin(SOCKET_IO);
  await client.send('42/lab,["volatile_then_reliable"]');
  const first = (await held.answer).text.split(SEPARATOR)[0];
  assert.equal(first, '42/lab,["volatile",1]');
});

test('a volatile event reaches a client on an idle WebSocket', async () => {
  const client = await SocketIo.overWebSocket();
  await client.join('/lab');
  // The server may not know yet that what the client has got is written: then it is not idle.
  let first;
  for (let attempt = 0; attempt < 20 && first !== '42/lab,["volatile",1]'; attempt++) {
    await client.transport.wire.ping();
    await client.send('42/lab,["volatile_then_reliable"]');
    first = await client.next();
  }
  assert.equal(first, '42/lab,["volatile",1]');
  assert.equal(await client.next(), '42/lab,["reliable"]');
});

// --- Transports ------------------------------------------------------------------------------------------

test('a client joins by polling and goes on over a WebSocket', async () => {
  const session = await Session.begin(SOCKET_IO);
  await session.send('40');
  await session.messages(2);
  const wire = await session.moveToWebSocket();
  wire.send('42["message",1]');
  assert.equal(await wire.next(), '42["message-back",1]');
});

test('packets in one TCP segment keep their order', async () => {
  const wire = await Wire.begin(SOCKET_IO);
  wire.send('40');
  await wire.next();
  await wire.next();
  const numbers = [...Array(100).keys()];
  wire.sendTogether(...numbers.map((i) => `42["message",${i}]`));
  for (const i of numbers) {
    assert.equal(await wire.next(), `42["message-back",${i}]`);
  }
});

test('a client that closes while it joins does no harm', async () => {
  const wire = await Wire.begin(SOCKET_IO);
  wire.send('40');
  await wire.close();
  const client = await SocketIo.overWebSocket();
  await client.enter();
  await client.assertAlive();
});

test('the JavaScript client lies beside the connections, and is not sent twice', async () => {
  const { SERVER } = await import('../../harness/client.mjs');
  for (const file of ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']) {
    const url = `${SERVER}/socket.io/${file}`;
    const first = await fetch(url);
    assert.equal(first.status, 200);
    assert.match(await first.text(), /Socket\.IO v4/);
    const header = first.headers.get('etag') ? 'etag' : 'last-modified';
    const validator = first.headers.get(header);
    assert.ok(validator);
    const name = header === 'etag' ? 'If-None-Match' : 'If-Modified-Since';
    const second = await fetch(url, { headers: { [name]: validator } });
    await second.text();
    assert.equal(second.status, 304);
  }
});

// -----------------------------------------------------------------------------------------------------------

function place(number) {
  return `{"_placeholder":true,"num":${number}}`;
}

/** The id in a question of the server's. */
function questionId(packet, payload) {
  const match = /^42\/lab,(\d+)(\[.*)$/.exec(packet);
  assert.ok(match, packet);
  assert.equal(match[2], payload);
  return match[1];
}
