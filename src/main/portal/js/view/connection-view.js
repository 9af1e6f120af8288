import { explain } from '../problems.js';
import { setText, show } from './dom.js';

/** Shows problems of the connection; hidden while it works. */
export function connectionView({ retry }) {
  const bar = document.getElementById('connection');
  const text = document.getElementById('connection-text');
  const button = document.getElementById('connection-retry');
  button.addEventListener('click', retry);

  return ({ connection: { kind, problem } }) => {
    if (bar.dataset.state !== kind) bar.dataset.state = kind;
    show(button, kind === 'refused');
    setText(text, words(kind, problem));
  };
}

function words(kind, problem) {
  switch (kind) {
    case 'connected':
      return '';
    case 'refused':
      return `Not connected. ${explain(problem)}`;
    case 'reconnecting':
      return `${problem.message} Trying again…`;
    default:
      return problem ? `${problem.message} Trying again…` : 'Connecting…';
  }
}
