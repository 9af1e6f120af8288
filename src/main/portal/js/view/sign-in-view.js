import { explain } from '../problems.js';
import { setAttribute, setText, show } from './dom.js';

const HINTS = {
  name: 'This server is in development mode: any name will do. Sign in under another name in a second window.',
  token: 'Paste an access token from your identity provider.',
};

export function signInView({ signIn }) {
  const root = document.getElementById('sign-in');
  const form = document.getElementById('sign-in-form');
  const fields = { name: document.getElementById('name'), token: document.getElementById('token') };
  const problem = document.getElementById('sign-in-error');
  const submit = form.querySelector('button');
  let mode = 'name';
  let wasVisible = false;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    signIn(mode, fields[mode].value.trim());
  });
  fields.token.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  return ({ screen, signIn: { mode: wanted, busy, problem: error }, connection }) => {
    const visible = screen === 'sign-in';
    show(root, visible);
    if (!visible) {
      fields.token.value = '';
      wasVisible = false;
      return;
    }
    const changed = !wasVisible || wanted !== mode;
    mode = wanted;
    wasVisible = true;
    show(document.getElementById('name-field'), mode === 'name');
    show(document.getElementById('token-field'), mode === 'token');
    setText(document.getElementById('sign-in-hint'), HINTS[mode]);
    const said = error ?? (busy ? connection.problem : null);
    show(problem, said !== null);
    setText(problem, said ? explain(said) : '');
    setAttribute(fields[mode], 'aria-invalid', error ? 'true' : null);
    submit.disabled = busy;
    setText(submit, busy ? 'Signing in…' : 'Sign in');
    if (changed) fields[mode].focus();
  };
}
