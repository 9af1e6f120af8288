import { el, setText } from './dom.js';
import { hue, initials } from './format.js';

export function avatar(name, userId) {
  // The name stands beside it: nothing to read out here.
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
