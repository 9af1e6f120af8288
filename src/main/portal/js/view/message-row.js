import { explain } from '../problems.js';
import { avatar } from './avatar.js';
import { el, setText } from './dom.js';
import { fullTime, time } from './format.js';
import { messageTools } from './message-tools.js';

/** A message of the stream. Names and texts of others are inserted as text, never as markup. */
export function messageRow({ message, isMine, sent }) {
  const author = message.username ?? '';
  return el(
    'li',
    {
      class: isMine ? 'message mine' : 'message',
      'data-testid': 'message',
      'data-seq': message.deleted || sent ? null : message.seq,
      tabindex: '-1',
    },
    avatar(author || '?', message.userId),
    el(
      'div',
      { class: 'message-body' },
      el(
        'p',
        { class: 'message-head' },
        el('span', { class: 'author', 'data-testid': 'author' }, author),
        el(
          'time',
          { datetime: message.timestamp, title: fullTime(message.timestamp) },
          time(message.timestamp),
        ),
      ),
      el('p', {
        class: message.deleted ? 'text deleted' : 'text',
        'data-testid': 'text',
        dir: 'auto',
      }),
    ),
  );
}

export function updateMessageRow(node, row, conversation, { retry, discard }) {
  const { message, isCompact, status, sent } = row;
  const body = node.querySelector('.message-body');
  node.classList.toggle('compact', isCompact);
  if (node.dataset.status !== status) {
    node.dataset.status = status;
    node.querySelector('.delivery')?.remove();
    if (status === 'sending') body.append(el('p', { class: 'delivery muted' }, 'Sending…'));
    if (status === 'failed') body.append(failure(sent, conversation, { retry, discard }));
  }
  setText(
    node.querySelector('.text'),
    message.deleted ? 'This message was deleted.' : message.text,
  );
  edited(body, message);
  if (status === 'stored' && !message.deleted) messageTools(node, row);
}

function edited(body, { editedAt }) {
  if (!editedAt) return;
  const note = body.querySelector('.edited') ?? el('p', { class: 'edited', 'data-testid': 'edited' });
  setText(note, 'edited');
  note.title = fullTime(editedAt);
  if (!note.isConnected) body.querySelector('.text').after(note);
}

function failure(sent, conversation, { retry, discard }) {
  const again = el(
    'button',
    { class: 'button quiet', type: 'button', 'data-testid': 'retry' },
    'Try again',
  );
  const drop = el(
    'button',
    { class: 'button quiet', type: 'button', 'data-testid': 'discard' },
    'Discard',
  );
  again.addEventListener('click', () => retry(conversation, sent));
  drop.addEventListener('click', () => discard(conversation, sent));
  return el(
    'p',
    { class: 'delivery failed', role: 'alert', 'data-testid': 'failed' },
    el('span', {}, `Not sent. ${explain(sent.error)}`),
    again,
    drop,
  );
}
