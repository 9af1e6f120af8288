// A server that is told to serve nobody (DisabledIT): clients wait, and come back by themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import WebSocket from 'ws';
import { SERVER, happens, newUser, open } from '../../harness/client.mjs';

test('a Socket.IO client is refused with 503, and goes on trying', async () => {
  const { token } = await newUser();
  const socket = open({ auth: { token }, reconnection: true });
  const [error] = await happens(socket, 'connect_error');
  assert.match(String(error.description?.message), /\b503\b/);
  assert.equal(socket.active, true);
  const [attempt] = await happens(socket.io, 'reconnect_attempt');
  assert.ok(attempt >= 1);
});

test('a client of the plain door is refused with 503', async () => {
  const { token } = await newUser();
  const ws = new WebSocket(`${SERVER.replace(/^http/, 'ws')}/ws/chat?token=${token}`);
  const [, response] = await happens(ws, 'unexpected-response');
  assert.equal(response.statusCode, 503);
  assert.equal(typeof response.headers['retry-after'], 'string');
  response.destroy();
});
