// Clients as the documents that Parley was made from write them: with `io` alone.
import { EventEmitter } from 'node:events';
import { afterEach } from 'node:test';
import { io } from 'socket.io-client';
import { SERVER, happens } from './client.mjs';

const transports = (process.env.PARLEY_TRANSPORTS ?? 'websocket').split(',');

const sockets = new Set();

afterEach(() => {
  sockets.forEach((socket) => socket.disconnect());
  sockets.clear();
});

/** What a document's `io('http://localhost:3000' + path, options)` is. */
export function client(path, options = {}) {
  const socket = io(SERVER + path, { transports, forceNew: true, ...options });
  sockets.add(socket);
  return socket;
}

/** Such a client of a user, once it is connected and the server has greeted it. */
export async function connected(path, user, options = {}) {
  const socket = client(path, { auth: { token: user.token }, ...options });
  await happens(socket, 'connected');
  return socket;
}

/** What the next event of this name brings. */
export async function hears(socket, event) {
  const [data] = await happens(socket, event);
  return data;
}

/** What the first event of this name brings that fits. */
export function hearsOf(socket, event, fits) {
  const fitting = new EventEmitter();
  socket.on(event, (data) => fits(data) && fitting.emit(event, data));
  return hears(fitting, event);
}

/** Fails the test if the event comes: for what must not be heard. */
export function hearsNot(socket, event) {
  socket.on(event, () => {
    throw new Error(`'${event}' was heard`);
  });
}
