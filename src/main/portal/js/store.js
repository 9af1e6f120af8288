/**
 * Holds the page's state. Everything that happens changes the state through `change`, and every
 * view draws what it finds there: data flows one way. Several changes in one turn are drawn once.
 */
export function createStore(state) {
  const views = new Set();
  let scheduled = false;

  function draw() {
    scheduled = false;
    for (const view of views) view(state);
  }

  function flush() {
    if (scheduled) draw();
  }

  return {
    state,
    /** Draws now what is due, for whoever needs an element that is only just to appear. */
    flush,
    change(mutate) {
      const result = mutate(state);
      if (!scheduled) {
        scheduled = true;
        // A microtask and not an animation frame: a tab in the background must keep its title up to
        // date.
        queueMicrotask(flush);
      }
      return result;
    },
    subscribe(view) {
      views.add(view);
      view(state);
    },
  };
}
