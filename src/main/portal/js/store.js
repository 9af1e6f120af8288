/**
 * Holds the state of the page. All actions change it through `change`, and views draw it: data flows one
 * way. Several changes in one turn are drawn once.
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
    /** Draws immediately, for callers that need an element which is about to appear. */
    flush,
    change(mutate) {
      const result = mutate(state);
      if (!scheduled) {
        scheduled = true;
        // A microtask rather than an animation frame: tabs in the background must update their title.
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
