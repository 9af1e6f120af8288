import { createChanging } from './changing.js';
import { createConnection } from './connection.js';
import { createConversations } from './conversations.js';
import { createDirects } from './directs.js';
import { createHistory } from './history.js';
import { createPeople } from './people.js';
import { createRooms } from './rooms.js';
import { createSending } from './sending.js';
import { createSession } from './session.js';
import { current, initialState } from './state.js';
import { createStore } from './store.js';
import { tokenFor } from './tokens.js';
import { createTyping } from './typing.js';
import { createAnnouncer } from './view/announcer.js';
import { composerView } from './view/composer-view.js';
import { connectionView } from './view/connection-view.js';
import { conversationView } from './view/conversation-view.js';
import { createDrawers } from './view/drawers.js';
import { messagesView } from './view/messages-view.js';
import { peopleView } from './view/people-view.js';
import { roomDialog } from './view/room-dialog.js';
import { roomsView } from './view/rooms-view.js';
import { signInView } from './view/sign-in-view.js';
import { titleView } from './view/title-view.js';

// Reading order: connection.js (the wire), state.js (the data), history.js and sending.js (messages in and
// out), changing.js (edits, deletions, reactions), conversations.js (what is open), then view/. This module
// connects them.

const SIGN_IN_AGAIN = new Set([
  'NO_DEVELOPMENT_MODE',
  'UNAUTHORIZED',
  'INVALID_TOKEN',
  'TOKEN_EXPIRED',
]);

const session = createSession();
const store = createStore(initialState());
const { state, change } = store;
const announce = createAnnouncer(state);
const connection = createConnection({ onState, onConnect });
const people = createPeople({ store, connection });
const history = createHistory({ store, connection, session });
const rooms = createRooms({ store, connection, session });
const directs = createDirects({ store, connection, session, rooms, history, announce });
const sending = createSending({ store, connection, history, onDirectStored: directs.stored });
const changing = createChanging({ store, connection, history });
const conversations = createConversations({
  store,
  connection,
  session,
  rooms,
  history,
  sending,
  people,
  directs,
  announce,
});
const typing = createTyping({ connection });

function onState(news) {
  change(() => {
    state.connection = news;
    if (news.kind !== 'refused') return;
    // A first sign-in that fails stays on its screen. Later, only problems that a new sign-in can solve
    // lead back to it.
    if (
      state.screen === 'sign-in' ||
      (SIGN_IN_AGAIN.has(news.problem.code) &&
        (session.token || news.problem.code === 'NO_DEVELOPMENT_MODE'))
    ) {
      leaveApp(news.problem);
    }
  });
  if (news.kind !== 'connected') conversations.lost();
}

function onConnect() {
  change(() => {
    state.screen = 'app';
    state.signIn = { ...state.signIn, busy: false, problem: null };
  });
  conversations.restore();
  rooms.refresh();
  people.loadOnline();
}

connection.on('connected', ({ userId, username, limits }) => {
  change(() => {
    state.me = { userId, username };
    state.textLimit = limits?.text ?? state.textLimit;
  });
});

connection.on('token_expiring', async () => {
  // A pasted token cannot be refreshed here: when it expires, the user signs in again.
  if (session.token) return;
  try {
    await connection.request('refresh_token', { token: await tokenFor(session) });
  } catch {
    // The server will close the connection, and the next one gets a new token.
  }
});

function connect() {
  connection.start(() => tokenFor(session));
}

function signIn(mode, value) {
  if (value === '') {
    const message = mode === 'name' ? 'Enter a name.' : 'Paste a token.';
    change(() => (state.signIn.problem = { message }));
    return;
  }
  session.signIn({ [mode]: value });
  change(() => (state.signIn = { mode, busy: true, problem: null }));
  connect();
}

/** Returns to the sign-in screen, and clears everything that belongs to the user. */
function leaveApp(problem) {
  const mode = session.token || problem?.code === 'NO_DEVELOPMENT_MODE' ? 'token' : 'name';
  connection.stop();
  session.clear();
  Object.assign(state, initialState());
  state.signIn = { mode, busy: false, problem };
}

function open(conversation) {
  typing.stop();
  drawers.close();
  conversations.open(conversation);
  store.flush();
  composer.focus();
}

const drawers = createDrawers();
const composer = composerView({
  send: (text) => {
    const conversation = current(state);
    conversation.draft = '';
    typing.stop();
    sending.send(conversation, text);
  },
  typed: (text) => {
    const conversation = current(state);
    conversation.draft = text;
    if (conversation.kind === 'room') typing.changed(conversation, text);
  },
});
const dialog = roomDialog({ create: rooms.create, created: open });

store.subscribe((now) => {
  document.getElementById('app').hidden = now.screen !== 'app';
});
store.subscribe(signInView({ signIn }));
store.subscribe(connectionView({ retry: connection.retry }));
store.subscribe(
  roomsView({
    open,
    more: rooms.more,
    newRoom: dialog.open,
    signOut: () => change(() => leaveApp(null)),
  }),
);
store.subscribe(
  conversationView({
    leave: () => conversations.leave(current(state)),
    tryAgain: () => {
      const conversation = current(state);
      const again = {
        join: conversations.load,
        write: conversations.load,
        older: history.older,
        leave: conversations.leave,
      };
      const { doing } = change(() => {
        const { problem } = conversation;
        conversation.problem = null;
        return problem;
      });
      again[doing](conversation);
    },
  }),
);
store.subscribe(composer.draw);
store.subscribe(
  messagesView({
    older: () => history.older(current(state)),
    retry: (conversation, message) => {
      sending.retry(conversation, message);
      // The connection is no longer in the room: joining again sends the message.
      if (conversation.kind === 'room' && !conversation.joined) conversations.load(conversation);
    },
    discard: sending.discard,
    changing,
  }),
);
store.subscribe(
  peopleView({
    search: people.search,
    openDirect: async (person) => open(await directs.find(person)),
  }),
);
store.subscribe(titleView);

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') rooms.refreshIfOld();
});

if (session.name || session.token) {
  change(() => (state.screen = 'app'));
  conversations.reopen();
  connect();
}
