// Clients as written in the documents that Parley was built from: with `io` alone.
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

/** Replaces a document's `io('http://localhost:3000' + path, options)`. */
export function client(path, options = {}) {
  const socket = io(SERVER + path, { transports, forceNew: true, ...options });
  sockets.add(socket);
  return socket;
}

/** Opens such a client for a user, and waits for `connected`. */
export async function connected(path, user, options = {}) {
  const socket = client(path, { auth: { token: user.token }, ...options });
  await happens(socket, 'connected');
  return socket;
}

/** Returns the data of the next event with this name. */
export async function hears(socket, event) {
  const [data] = await happens(socket, event);
  return data;
}

/** Returns the data of the first matching event with this name. */
export function hearsOf(socket, event, fits) {
  const fitting = new EventEmitter();
  socket.on(event, (data) => fits(data) && fitting.emit(event, data));
  return hears(fitting, event);
}

/** Fails the test if the event arrives. */
export function hearsNot(socket, event) {
  socket.on(event, () => {
    throw new Error(`'${event}' was heard`);
  });
}
