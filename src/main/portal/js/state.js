import { emptyLog } from './log.js';
import { Roster } from './roster.js';

/** The state of the page. Views read it, actions change it. */
export function initialState() {
  return {
    screen: 'sign-in',
    signIn: { mode: 'name', busy: false, problem: null },
    connection: { kind: 'connecting', problem: null },
    me: null,
    textLimit: 1000,
    conversations: new Map(),
    current: null,
    nextRooms: null,
    roomsLoaded: false,
    roomsProblem: null,
    online: new Roster(),
    search: { query: '', found: null, problem: null },
  };
}

/** `kind` is "room" or "direct". A direct conversation has no `roomId` before its first message. */
export function newConversation(kind, key, facts) {
  return {
    kind,
    key,
    roomId: null,
    name: '',
    topic: '',
    role: null,
    online: 0,
    lastSeq: 0,
    readSeq: 0,
    rank: 0,
    peerId: null,
    wanted: false, // opened and not left: it is joined again after a reconnect
    joined: false, // this connection has joined the room
    joining: false,
    loadingOlder: false,
    problem: null,
    log: emptyLog(),
    pending: [],
    change: null, // {kind: 'edit' | 'delete' | 'react', id, busy, error}: this user's change of a message
    members: null,
    typing: new Map(),
    draft: '',
    ...facts,
  };
}

export function current(state) {
  return state.conversations.get(state.current) ?? null;
}

export function byRoomId(state, roomId) {
  for (const conversation of state.conversations.values()) {
    if (conversation.roomId === roomId) return conversation;
  }
  return null;
}

export function isOwn(conversation) {
  return conversation.kind === 'direct' || conversation.wanted || conversation.role !== null;
}

export function unread(conversation) {
  return isOwn(conversation) ? Math.max(0, conversation.lastSeq - conversation.readSeq) : 0;
}

export function unreadInAll(state) {
  let sum = 0;
  for (const conversation of state.conversations.values()) sum += unread(conversation);
  return sum;
}

/** Whether this user may delete messages of others here. */
export function isModerator(conversation) {
  return conversation.role === 'owner' || conversation.role === 'moderator';
}

export function isMe(state, userId) {
  return state.me !== null && state.me.userId === userId;
}
