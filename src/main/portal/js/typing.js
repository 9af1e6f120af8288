const AGAIN_AFTER = 3000;
const ENDS_AFTER_PAUSE = 4000;

/** Tells the others in a room that this user is typing: repeatedly while typing, and once at the end. */
export function createTyping({ connection }) {
  let told = null; // {roomId, at, timer}

  function stop() {
    if (!told) return;
    clearTimeout(told.timer);
    connection.hint('typing', { roomId: told.roomId, isTyping: false });
    told = null;
  }

  return {
    stop,
    /** Call it on each change of the text. */
    changed(room, text) {
      if (told && told.roomId !== room.roomId) stop();
      if (text === '') return stop();
      if (!room.joined) return;
      const now = Date.now();
      if (!told || now - told.at > AGAIN_AFTER) {
        connection.hint('typing', { roomId: room.roomId, isTyping: true });
        clearTimeout(told?.timer);
        told = { roomId: room.roomId, at: now };
      }
      clearTimeout(told.timer);
      told.timer = setTimeout(stop, ENDS_AFTER_PAUSE);
    },
  };
}
