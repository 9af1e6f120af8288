import { current } from '../state.js';

const KEEP = 5;

/** Announces messages of others to screen readers, also in conversations that are not open. */
export function createAnnouncer(state) {
  const region = document.getElementById('announcer');
  return (conversation, { username, text }) => {
    const line = document.createElement('p');
    line.textContent =
      conversation === current(state)
        ? `${username}: ${text}`
        : `New message from ${username} in ${conversation.name}`;
    region.append(line);
    while (region.childElementCount > KEEP) region.firstElementChild.remove();
  };
}
