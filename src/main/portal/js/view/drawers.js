/**
 * The side panels. On a wide page they are beside the conversation. On a narrow page each is a drawer
 * above it, which takes the focus, closes with Escape, and returns the focus.
 */
export function createDrawers() {
  const main = document.getElementById('conversation');
  const shade = document.getElementById('shade');
  const drawers = [
    drawer('rooms-panel', 'open-rooms', 'close-rooms', '(max-width: 47.99rem)'),
    drawer('people-panel', 'open-people', 'close-people', '(max-width: 68.99rem)'),
  ];
  let open = null;
  let opener = null;

  function drawer(panelId, openId, closeId, media) {
    const it = {
      panel: document.getElementById(panelId),
      button: document.getElementById(openId),
      media: matchMedia(media),
    };
    it.button.addEventListener('click', () => show(it, it.button));
    document.getElementById(closeId).addEventListener('click', () => close());
    it.media.addEventListener('change', () => close());
    return it;
  }

  function show(it, from) {
    if (!it.media.matches) return;
    open = it;
    opener = from;
    draw();
    it.panel.querySelector('button:not([disabled]), input').focus();
  }

  function close() {
    const back = open ? opener : null;
    open = null;
    opener = null;
    draw();
    back?.focus();
  }

  function draw() {
    for (const it of drawers) {
      const isDrawer = it.media.matches;
      it.panel.classList.toggle('is-open', it === open);
      // The keyboard cannot reach what is not visible.
      it.panel.inert = isDrawer ? it !== open : open !== null;
      it.button.setAttribute('aria-expanded', String(it === open));
    }
    main.inert = open !== null;
    shade.hidden = open === null;
  }

  shade.addEventListener('click', () => close());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && open && !document.querySelector('dialog[open]')) close();
  });
  document
    .getElementById('show-rooms')
    .addEventListener('click', (event) => show(drawers[0], event.currentTarget));
  draw();

  return { close };
}
