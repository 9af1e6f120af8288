import { explain } from '../problems.js';
import { current } from '../state.js';
import { setText, show } from './dom.js';

/** The open conversation's title, typing users and problems. */
export function conversationView({ leave, tryAgain }) {
  const title = document.getElementById('conversation-title');
  const topic = document.getElementById('conversation-topic');
  const leaveButton = document.getElementById('leave-room');
  const typing = document.getElementById('typing');
  const problem = document.getElementById('conversation-problem');
  leaveButton.addEventListener('click', leave);
  document.getElementById('conversation-problem-retry').addEventListener('click', tryAgain);

  return (state) => {
    if (state.screen !== 'app') return;
    const conversation = current(state);
    show(document.getElementById('nothing-open'), conversation === null);
    show(document.getElementById('below'), conversation !== null);
    const isRoom = conversation?.kind === 'room';
    show(leaveButton, isRoom);
    setText(title, conversation ? conversation.name || 'Unknown user' : 'Parley');
    title.classList.toggle('is-room', isRoom);
    const below = conversation ? subtitle(conversation, state) : '';
    show(topic, below !== '');
    setText(topic, below);
    setText(typing, conversation ? whoTypes(conversation) : '');
    show(problem, Boolean(conversation?.problem));
    setText(
      document.getElementById('conversation-problem-text'),
      conversation?.problem
        ? `${WHAT[conversation.problem.doing]} ${explain(conversation.problem.error)}`
        : '',
    );
  };
}

const WHAT = {
  join: 'This conversation cannot be opened.',
  leave: 'You have not left the room.',
  older: 'Older messages could not be loaded.',
  write: 'You can no longer write here.',
};

function subtitle(conversation, state) {
  if (conversation.kind === 'direct') {
    if (conversation.peerId === null) return 'Direct message';
    return state.online.names.has(conversation.peerId)
      ? 'Direct message · online'
      : 'Direct message · offline';
  }
  const parts = [];
  const people = conversation.members?.names.size ?? 0;
  if (people > 0) {
    parts.push(people === 1 ? '1 person here' : `${people} people here`);
  }
  if (conversation.topic) parts.push(conversation.topic);
  return parts.join(' · ');
}

function whoTypes({ typing }) {
  const names = [...typing.values()].map(({ username }) => username);
  if (names.length === 0) return '';
  if (names.length === 1) return `${names[0]} is typing…`;
  if (names.length === 2) return `${names[0]} and ${names[1]} are typing…`;
  return 'Several people are typing…';
}
