import { explain } from '../problems.js';
import { current, isMe } from '../state.js';
import { avatar, updateAvatar } from './avatar.js';
import { el, reconcile, setText, show } from './dom.js';

const MOST = 300;
const SEARCH_AFTER = 250;

export function peopleView({ openDirect, search }) {
  const form = document.getElementById('find-people');
  const field = document.getElementById('find-text');
  const lists = {
    found: document.querySelector('#found ul'),
    members: document.querySelector('#members ul'),
    online: document.querySelector('#online ul'),
  };
  let timer = null;

  function searchNow() {
    clearTimeout(timer);
    search(field.value.trim());
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    searchNow();
  });
  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(searchNow, SEARCH_AFTER);
  });

  function open(person) {
    field.value = '';
    searchNow();
    openDirect(person);
  }

  function draw(list, people, state) {
    const sorted = people.sort((a, b) => a.username.localeCompare(b.username)).slice(0, MOST);
    reconcile(list, sorted, {
      key: (person) => person.userId,
      create: (person) => row(person, open),
      update: (node, person) => updateRow(node, person, state),
    });
  }

  return (state) => {
    if (state.screen !== 'app') return;
    const { query, found, problem } = state.search;
    show(document.getElementById('found'), query !== '');
    draw(lists.found, found ?? [], state);
    const note = document.getElementById('found-note');
    setText(note, problem ? explain(problem) : found?.length === 0 ? 'No matches.' : '');
    show(note, note.textContent !== '');

    const conversation = current(state);
    const members = conversation?.members ? asPeople(conversation.members) : [];
    show(document.getElementById('members'), members.length > 0);
    draw(lists.members, members, state);
    setText(document.getElementById('members-title'), `In this room (${members.length})`);

    draw(lists.online, asPeople(state.online), state);
    setText(
      document.getElementById('online-title'),
      `Online (${state.online.names.size}${state.online.isWhole ? '' : '+'})`,
    );
    const online = document.getElementById('online-note');
    show(online, !state.online.isWhole || state.online.names.size > MOST);
    setText(online, 'Not everybody is listed. Search by name.');
  };
}

function asPeople({ names }) {
  return Array.from(names, ([userId, username]) => ({ userId, username }));
}

function row(person, open) {
  const button = el(
    'button',
    { class: 'row', type: 'button' },
    avatar(person.username, person.userId),
    el('span', { class: 'row-name' }),
    el('span', { class: 'row-note' }),
  );
  button.addEventListener('click', () => open(person));
  return el('li', { 'data-testid': 'person' }, button);
}

function updateRow(node, person, state) {
  const button = node.firstElementChild;
  const [face, name, note] = button.children;
  const self = isMe(state, person.userId);
  updateAvatar(face, person.username, person.userId);
  face.classList.toggle('is-online', state.online.names.has(person.userId));
  setText(name, person.username);
  setText(note, self ? 'you' : '');
  // Users cannot send direct messages to themselves here.
  button.disabled = self;
  button.title = self ? '' : `Message ${person.username}`;
}
