import { explain } from '../problems.js';
import { setAttribute, setText, show } from './dom.js';

/** The dialog for a new room. `create` throws the server's error. */
export function roomDialog({ create, created }) {
  const dialog = document.getElementById('room-dialog');
  const form = document.getElementById('room-form');
  const problem = document.getElementById('room-error');
  const fields = {
    name: document.getElementById('room-name'),
    topic: document.getElementById('room-topic'),
  };
  const submit = form.querySelector('[type=submit]');

  function tell(error) {
    const violations = error?.violations ?? [];
    for (const [name, field] of Object.entries(fields)) {
      const own = violations
        .filter((violation) => violation.field === name)
        .map(({ message }) => message);
      const note = document.getElementById(`room-${name}-error`);
      show(note, own.length > 0);
      setText(note, own.join(', '));
      setAttribute(field, 'aria-invalid', own.length > 0 ? 'true' : null);
    }
    const rest = violations.filter(({ field }) => !(field in fields));
    const isPlaced = violations.length > 0 && rest.length === 0;
    show(problem, Boolean(error) && !isPlaced);
    setText(
      problem,
      error && !isPlaced ? explain({ ...error, message: error.message, violations: rest }) : '',
    );
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const name = fields.name.value.trim();
    const topic = fields.topic.value.trim();
    if (name === '') {
      tell({ violations: [{ field: 'name', message: 'Enter a name.' }] });
      fields.name.focus();
      return;
    }
    submit.disabled = true;
    try {
      const room = await create({ name, topic });
      dialog.close(); // returns the focus, so it must come before `created` moves it
      created(room);
    } catch (error) {
      tell(error);
    } finally {
      submit.disabled = false;
    }
  });
  document.getElementById('room-cancel').addEventListener('click', () => dialog.close());

  return {
    open() {
      form.reset();
      tell(null);
      dialog.showModal();
    },
  };
}
