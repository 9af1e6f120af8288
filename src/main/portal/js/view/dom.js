const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. Strings become text nodes, never markup: names and texts of others are safe in
 * here by construction.
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

/** Writes only what differs, so that an unchanged text is not read out again. */
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
 * Makes the children of `parent` follow `items`: what stays is kept (with its focus and selection)
 * and updated, the rest is made or removed.
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
  // A moved node loses the focus; what was made meanwhile may have taken it.
  if (document.activeElement === document.body && parent.contains(focused)) focused.focus();
}
