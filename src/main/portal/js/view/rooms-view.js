import { explain } from '../problems.js';
import { isOwn, unread, unreadInAll } from '../state.js';
import { avatar, updateAvatar } from './avatar.js';
import { el, reconcile, setAttribute, setText, show } from './dom.js';
import { count } from './format.js';

export function roomsView({ open, more, newRoom, signOut }) {
  const lists = {
    own: document.querySelector('#own-rooms ul'),
    direct: document.querySelector('#direct-rooms ul'),
    other: document.querySelector('#other-rooms ul'),
  };
  const moreButton = document.getElementById('more-rooms');
  const problem = document.getElementById('rooms-problem');
  const me = document.getElementById('me');
  moreButton.addEventListener('click', more);
  document.getElementById('new-room').addEventListener('click', newRoom);
  document.getElementById('sign-out').addEventListener('click', signOut);

  function draw(list, conversations, state) {
    reconcile(list, conversations, {
      key: (conversation) => conversation.key,
      create: (conversation) => row(conversation, open),
      update: (node, conversation) => updateRow(node, conversation, state),
    });
    show(list.parentElement, conversations.length > 0);
  }

  return (state) => {
    if (state.screen !== 'app') return;
    const sorted = [...state.conversations.values()].sort((a, b) => a.rank - b.rank);
    const rooms = sorted.filter((conversation) => conversation.kind === 'room');
    draw(lists.own, rooms.filter(isOwn), state);
    draw(
      lists.direct,
      sorted.filter((conversation) => conversation.kind === 'direct'),
      state,
    );
    draw(
      lists.other,
      rooms.filter((room) => !isOwn(room)),
      state,
    );
    show(moreButton, state.nextRooms !== null);
    if (state.nextRooms !== null) show(lists.other.parentElement, true);
    show(document.getElementById('no-rooms'), state.roomsLoaded && rooms.length === 0);
    show(problem, state.roomsProblem !== null);
    setText(problem, state.roomsProblem ? explain(state.roomsProblem) : '');
    show(document.getElementById('open-rooms-dot'), unreadInAll(state) > 0);
    drawMe(me, state);
  };
}

function row(conversation, open) {
  const mark =
    conversation.kind === 'direct'
      ? avatar(conversation.name, conversation.peerId)
      : el('span', { class: 'hash', 'aria-hidden': 'true' }, '#');
  const button = el(
    'button',
    { class: 'row', type: 'button' },
    mark,
    el('span', { class: 'row-name' }),
    el('span', { class: 'row-online' }),
    el('span', { class: 'badge' }),
  );
  button.addEventListener('click', () => open(conversation));
  return el('li', {}, button);
}

function updateRow(node, conversation, state) {
  const [mark, name, online, badge] = node.firstElementChild.children;
  const news = unread(conversation);
  if (conversation.kind === 'direct') {
    updateAvatar(mark, conversation.name || '?', conversation.peerId);
    mark.classList.toggle('is-online', state.online.names.has(conversation.peerId));
  }
  setText(name, conversation.name || 'Unknown user');
  show(online, conversation.kind === 'room' && conversation.online > 0);
  setText(online, conversation.kind === 'room' ? count(conversation.online, 999) : '');
  setAttribute(online, 'title', `${conversation.online} in the room`);
  setAttribute(online, 'aria-label', `${conversation.online} in the room`);
  show(badge, news > 0);
  setText(badge, count(news));
  setAttribute(badge, 'aria-label', `${news} unread`);
  setAttribute(
    node.firstElementChild,
    'aria-current',
    conversation.key === state.current ? 'true' : null,
  );
  node.firstElementChild.classList.toggle('has-news', news > 0);
}

function drawMe(me, { me: user, connection }) {
  const name = user?.username ?? '';
  if (!me.firstElementChild) {
    me.append(
      avatar(name || '?', user?.userId),
      el('span', { class: 'me-name' }),
      el('span', { class: 'me-state' }),
    );
  }
  const [face, label, stateText] = me.children;
  updateAvatar(face, name || '?', user?.userId);
  face.classList.toggle('is-online', connection.kind === 'connected');
  setText(label, name);
  setText(
    stateText,
    { connected: 'Connected', refused: 'Not connected' }[connection.kind] ?? 'Connecting…',
  );
}
