// The heartbeat of Engine.IO, where it is quick: every 300 ms, within one second. Only lower bounds of
// times are exact: a busy machine is late.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, Session, Wire } from '../../harness/raw.mjs';

const INTERVAL = 300;
const TIMEOUT = 1000;

/** By so much a timer may be early. */
const EARLY = 15;

const now = () => performance.now();

test('the open packet tells the timings', async () => {
  const { open } = await Session.begin();
  const { upgrades, pingInterval, pingTimeout, maxPayload } = open;
  assert.deepEqual(
    { upgrades, pingInterval, pingTimeout, maxPayload },
    { upgrades: ['websocket'], pingInterval: INTERVAL, pingTimeout: TIMEOUT, maxPayload: 1000000 },
  );
});

test('a client that polls is pinged again and again', async () => {
  const session = await Session.begin();
  for (let round = 0; round < 3; round++) {
    assert.equal(await session.packets(), '2');
    await session.send('3');
  }
});

test('a client on a WebSocket is pinged again and again', async () => {
  const wire = await Wire.begin();
  for (let round = 0; round < 3; round++) {
    assert.equal(await wire.next(), '2');
    wire.send('3');
  }
});

test('a ping comes an interval after the pong before it', async () => {
  const wire = await Wire.begin();
  assert.equal(await wire.next(), '2');
  await new Promise((resolve) => setTimeout(resolve, TIMEOUT / 2));
  const answered = now();
  wire.send('3');
  assert.equal(await wire.next(), '2');
  assert.ok(now() - answered >= INTERVAL - EARLY, `after ${now() - answered} ms`);
});

test('a client that polls and owes its pong is gone', async () => {
  const session = await Session.begin();
  assert.equal(await session.packets(), '2');
  // Held until the session ends, or refused because it has.
  const { status, text } = await session.poll().answer;
  assert.ok(text === '1' || status === 400, `${status} ${text}`);
  await session.assertGone();
});

test('a client on a WebSocket that owes its pong is closed, and not too early', async () => {
  const begun = now();
  const wire = await Wire.begin();
  await wire.end();
  assert.ok(now() - begun >= INTERVAL + TIMEOUT - EARLY, `after ${now() - begun} ms`);
});

test('messages do not stand in for the pong', async () => {
  const wire = await Wire.begin();
  const begun = now();
  const timer = setInterval(() => wire.send('4x'), 20);
  await wire.end().finally(() => clearInterval(timer));
  assert.ok(now() - begun < 4 * (INTERVAL + TIMEOUT), `after ${now() - begun} ms`);
});

test('a pong that nobody asked for changes nothing', async () => {
  const wire = await Wire.begin();
  wire.send('3', '3');
  assert.equal(await wire.next(), '2');
  wire.send('3');
  assert.equal(await wire.next(), '2');
});

test('a ping by polling may be answered on a WebSocket', async () => {
  const session = await Session.begin();
  const wire = await session.upgrade();
  assert.equal(await session.packets(), '2');
  wire.sendTogether('2probe', '5', '3');
  assert.equal(await wire.next(), '3probe');
  assert.equal(await wire.next(), '2');
});

test('every page may poll where all origins are let in', async () => {
  const headers = { Origin: 'https://any.example' };
  const open = await ask('GET', { EIO: 4, transport: 'polling' }, { headers });
  assert.equal(open.status, 200);
  assert.equal(open.headers['access-control-allow-origin'], '*');
  const refused = await ask('GET', { EIO: 4, transport: 'abc' }, { headers });
  assert.equal(refused.status, 400);
  assert.equal(refused.headers['access-control-allow-origin'], '*');
});
