import { current } from '../state.js';
import { clean } from '../text.js';
import { setText } from './dom.js';

const GROWS_BY_ITSELF = CSS.supports('field-sizing', 'content');
const MOST_ROWS = 8;

export function composerView({ send, typed }) {
  const form = document.getElementById('composer');
  const field = document.getElementById('composer-text');
  const label = document.getElementById('composer-label');
  const counter = document.getElementById('composer-count');
  const button = form.querySelector('button');
  let conversation = null;
  let limit = Infinity;

  function measure() {
    if (!GROWS_BY_ITSELF) field.rows = Math.min(MOST_ROWS, field.value.split('\n').length);
    const length = clean(field.value).length;
    const isOver = length > limit;
    setText(counter, length > limit * 0.8 ? `${length} of ${limit} characters` : '');
    counter.classList.toggle('over', isOver);
    field.setAttribute('aria-invalid', String(isOver));
    button.disabled = length === 0 || isOver;
  }

  field.addEventListener('input', () => {
    typed(field.value);
    measure();
  });
  field.addEventListener('keydown', (event) => {
    // While an input method composes a character, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = clean(field.value);
    if (text === '' || text.length > limit) return;
    field.value = '';
    measure();
    send(text);
    field.focus();
  });

  const draw = (state) => {
    const open = state.screen === 'app' ? current(state) : null;
    limit = state.textLimit;
    if (!open || (open === conversation && label.dataset.name === open.name)) {
      if (!open) conversation = null;
      return;
    }
    if (open !== conversation) {
      conversation = open;
      field.value = open.draft;
    }
    label.dataset.name = open.name;
    const name = open.kind === 'room' ? `#${open.name}` : open.name;
    setText(label, `Message to ${name}`);
    field.placeholder = `Message to ${name}`;
    measure();
  };
  return {
    draw,
    /** Focuses the field, unless that would open a phone's keyboard unasked. */
    focus() {
      if (matchMedia('(pointer: coarse)').matches)
        document.getElementById('conversation-title').focus();
      else field.focus();
    },
  };
}
