import { emptyLog } from './log.js';
import { Roster } from './roster.js';

/** Everything the page knows. Views read it, actions change it. */
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
    wanted: false, // the user opened it and has not left: after a reconnect it is joined again
    joined: false, // the server has this connection in the room
    joining: false,
    loadingOlder: false,
    problem: null,
    log: emptyLog(),
    pending: [],
    change: null, // {kind: 'edit' | 'delete' | 'react', id, busy, error}: what I do to a message
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

/** Whether the server lets me delete what others wrote here. */
export function isModerator(conversation) {
  return conversation.role === 'owner' || conversation.role === 'moderator';
}

export function isMe(state, userId) {
  return state.me !== null && state.me.userId === userId;
}
