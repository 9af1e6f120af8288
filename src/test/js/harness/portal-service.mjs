// Calls a portal's services in tests, through the events of PortalService.
import assert from 'node:assert/strict';
import WebSocket from 'ws';
import { SERVER, ask, newManager, newUser } from './client.mjs';

const SNAKE = [
  'new_message', 'direct_message', 'private_message', 'message_edited', 'message_deleted', 'reaction', 'message',
  'room_message', 'room_created', 'room_closed', 'user_joined_room', 'user_joined', 'user_left_room', 'user_left',
  'user_online', 'user_offline', 'user_typing', 'joined', 'recent_messages', 'connected', 'pong', 'token_expiring',
  'disconnecting_reason', 'error', 'exception', 'invited', 'kicked', 'banned', 'muted', 'role_changed', 'room_updated',
];

/** Event names that are reserved in the chat, in both spellings. */
export const RESERVED = [...new Set(SNAKE.flatMap((name) => [name, name.replaceAll('_', '-')]))];

/** Returns a function that calls a service of the portal over `socket`. */
export async function service() {
  const socket = newManager().socket('/portal', { auth: { token: (await newUser()).token } });
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
    socket.connect();
  });
  return Object.assign((event, data) => ask(socket, event, data), { socket });
}

/** A plain WebSocket client that records what it receives. */
export async function plainClient(user, path = '/ws/chat') {
  const socket = new WebSocket(`${SERVER.replace('http', 'ws')}${path}?token=${user.token}`);
  const frames = [];
  const waiting = new Set();
  socket.on('message', (text) => {
    frames.push(JSON.parse(text));
    waiting.forEach((look) => look());
  });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const frame = (fits) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`never came; heard ${JSON.stringify(frames)}`)),
        15_000,
      );
      const look = () => {
        const found = frames.find(fits);
        if (found) {
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        }
      };
      waiting.add(look);
      look();
    });
  let ids = 0;
  const client = {
    closed,
    frames,
    event: (name) => frame((f) => f.event === name),
    ask: (event, data) => {
      const id = ++ids;
      socket.send(JSON.stringify({ event, data, id }));
      return frame((f) => f.id === id);
    },
    close: () => socket.terminate(),
  };
  client.id = (await client.event('connected')).data.clientId;
  return client;
}

/** Sends a REST request; returns status, headers, and the body as text and as JSON. */
export async function api(method, path, { token, body, raw, type, headers } = {}) {
  const response = await fetch(`${SERVER}/api${path}`, {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body !== undefined || raw !== undefined
        ? { 'Content-Type': type ?? 'application/json' }
        : {}),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const text = await response.text();
  const json = text ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

/** Fails unless the response is a problem (RFC 9457) with this status and code. */
export function problem(answer, status, code) {
  assert.equal(answer.status, status, answer.text);
  assert.equal(answer.headers.get('content-type').split(';')[0], 'application/problem+json');
  assert.equal(answer.json.code, code, answer.text);
  assert.equal(answer.json.status, status);
  assert.equal(answer.json.type, 'about:blank');
  assert.equal(typeof answer.json.title, 'string');
  return answer.json;
}
