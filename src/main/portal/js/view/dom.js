const SVG = 'http://www.w3.org/2000/svg';

/**
 * Creates an element. Strings become text nodes, never markup, so names and texts of other users are
 * safe by construction.
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : value);
}

/** Writes a text only if it differs, so that screen readers do not repeat an unchanged text. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/**
 * Makes the children of `parent` match `items`: existing children are kept (with focus and selection)
 * and updated, the others are created or removed.
 */
export function reconcile(parent, items, { key, create, update = () => {} }) {
  const keys = new Set(items.map(key));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (keys.has(child.dataset.key)) present.set(child.dataset.key, child);
    else child.remove();
  }
  const focused = document.activeElement;
  let place = parent.firstElementChild;
  for (const item of items) {
    let node = present.get(key(item));
    if (!node) {
      node = create(item);
      node.dataset.key = key(item);
    }
    update(node, item);
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  // A moved node loses the focus, unless a new node has taken it.
  if (document.activeElement === document.body && parent.contains(focused)) focused.focus();
}
