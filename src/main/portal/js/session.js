/**
 * What survives a reload of this tab. `sessionStorage` belongs to one tab, so two windows can have two
 * users.
 *
 * Shape: `{name | token, open: {kind, key, roomId, name, peerId}, seen: {roomId: seq}}`.
 */
const KEY = 'parley';

export function createSession(storage = window.sessionStorage) {
  let data = read(storage);

  function save(change) {
    data = { ...data, ...change };
    storage.setItem(KEY, JSON.stringify(data));
  }

  return {
    get name() {
      return data.name ?? null;
    },
    get token() {
      return data.token ?? null;
    },
    get open() {
      return data.open ?? null;
    },
    signIn(who) {
      data = {};
      save(who);
    },
    remember({ kind, key, roomId, name, peerId }) {
      save({ open: { kind, key, roomId, name, peerId } });
    },
    forgetOpen() {
      save({ open: null });
    },
    seen(roomId) {
      return data.seen?.[roomId] ?? 0;
    },
    markSeen(roomId, seq) {
      save({ seen: { ...data.seen, [roomId]: seq } });
    },
    clear() {
      data = {};
      storage.removeItem(KEY);
    },
  };
}

function read(storage) {
  try {
    return JSON.parse(storage.getItem(KEY)) ?? {};
  } catch {
    return {}; // not written by this page: start with an empty session
  }
}
