import { el, setText } from './dom.js';
import { hue, initials } from './format.js';

export function avatar(name, userId) {
  // Hidden from screen readers: the name is beside it.
  return el(
    'span',
    { class: `avatar ${hue(userId ?? name)}`, 'aria-hidden': 'true' },
    initials(name),
  );
}

export function updateAvatar(node, name, userId) {
  const wanted = `avatar ${hue(userId ?? name)}`;
  if (node.className !== wanted) node.className = wanted;
  setText(node, initials(name));
}
