import { explain } from '../problems.js';
import { clean } from '../text.js';
import { el, icon, reconcile, setAttribute, setText } from './dom.js';
import { count } from './format.js';

const QUICK = ['👍', '❤️', '😂', '🎉', '👀'];

/**
 * The reactions of a stored message, the buttons that appear while the pointer or the focus is on it,
 * and the form for editing or deleting it. `data-do` of a button names its action; the list of messages
 * handles the clicks.
 */
export function messageTools(node, row) {
  const body = node.querySelector('.message-body');
  reactions(body, row.message);
  toolbar(node, row);
  change(node, body, row);
}

function reactions(body, { reactions: given = [] }) {
  let list = body.querySelector('.reactions');
  if (!list && given.length === 0) return;
  if (!list) {
    list = el('ul', { class: 'reactions', 'aria-label': 'Reactions', 'data-testid': 'reactions' });
    body.append(list);
  }
  list.hidden = given.length === 0;
  reconcile(list, given, {
    key: ({ emoji }) => emoji,
    create: ({ emoji }) =>
      el(
        'li',
        {},
        el(
          'button',
          { class: 'reaction', type: 'button', 'data-do': 'react', 'data-emoji': emoji },
          el('bdi', {}, emoji),
          el('span', {}),
        ),
      ),
    update: (item, { emoji, count: number, mine }) => {
      const button = item.firstElementChild;
      setText(button.lastElementChild, count(number, 999));
      setAttribute(button, 'aria-pressed', String(mine));
      setAttribute(button, 'aria-label', `${emoji}, ${number}${mine ? ', including yours' : ''}`);
    },
  });
}

function toolbar(node, { message, mayEdit, mayDelete }) {
  const wanted = `${mayEdit} ${mayDelete}`;
  const former = node.querySelector(':scope > .tools');
  if (former?.dataset.for === wanted) return;
  const tools = el(
    'div',
    {
      class: 'tools',
      role: 'group',
      'aria-label': 'Message actions',
      'data-for': wanted,
    },
    ...QUICK.map((emoji) =>
      tool('react', `React with ${emoji}`, { 'data-emoji': emoji }, emoji),
    ),
    mayEdit ? tool('startEdit', 'Edit this message', {}, icon('edit')) : null,
    mayDelete ? tool('startDelete', 'Delete this message', {}, icon('delete')) : null,
  );
  former?.remove();
  // Visually before the text, but after it for the keyboard and screen readers.
  node.append(tools);
}

function tool(what, label, attributes, content) {
  return el(
    'button',
    {
      class: 'tool',
      type: 'button',
      'data-do': what,
      'aria-label': label,
      title: label,
      ...attributes,
    },
    content,
  );
}

function change(node, body, { message, change: mine, textLimit }) {
  const shown = body.querySelector('.change');
  const wanted = mine && (mine.kind !== 'react' || mine.error) ? mine.kind : null;
  if (shown?.dataset.kind !== wanted) {
    const hadFocus = shown?.contains(document.activeElement) ?? false;
    shown?.remove();
    node.classList.toggle('is-edited', wanted === 'edit');
    if (wanted === null && hadFocus) node.focus();
    if (wanted !== null) body.append(FORMS[wanted](message, textLimit));
    body.querySelector('.change [autofocus]')?.focus();
  }
  if (wanted === null) return;
  const form = body.querySelector('.change');
  // Disabling the buttons instead would take the focus from the one that was pressed.
  setAttribute(form, 'aria-busy', String(mine.busy));
  setText(form.querySelector('.problem-text'), mine.error ? `${SO[wanted]} ${explain(mine.error)}` : '');
}

const SO = {
  edit: 'Not saved.',
  delete: 'Not deleted.',
  react: 'The reaction was not saved.',
};

const FORMS = {
  edit(message, limit) {
    const field = el('textarea', {
      rows: Math.min(8, message.text.split('\n').length),
      'aria-label': 'Edited text',
      'data-testid': 'edit-text',
      autofocus: true,
    });
    field.value = message.text;
    const save = button('edit', 'Save', 'primary');
    const form = box('edit', field, el('div', {}, save, button('cancel', 'Cancel')));
    field.addEventListener('input', () => {
      const length = clean(field.value).length;
      save.disabled = length === 0 || length > limit;
      field.setAttribute('aria-invalid', String(length > limit));
    });
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      save.click();
    });
    return form;
  },
  delete() {
    return box(
      'delete',
      el(
        'div',
        {},
        el('span', {}, 'Delete this message for everybody?'),
        button('delete', 'Delete', 'danger', { autofocus: true }),
        button('cancel', 'Keep it'),
      ),
    );
  },
  react() {
    return box('react', el('div', {}, button('cancel', 'Close')));
  },
};

function box(kind, ...content) {
  return el(
    'div',
    { class: 'change', 'data-kind': kind, 'data-testid': `change-${kind}` },
    ...content,
    el('p', { class: 'problem-text', role: 'alert', 'data-testid': 'change-problem' }),
  );
}

function button(what, label, look = 'quiet', attributes = {}) {
  return el(
    'button',
    { class: `button ${look}`, type: 'button', 'data-do': what, ...attributes },
    label,
  );
}
