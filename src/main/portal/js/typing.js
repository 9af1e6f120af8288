const AGAIN_AFTER = 3000;
const ENDS_AFTER_PAUSE = 4000;

/** Tells the others in a room that I type: now and then while I do, and once when it ends. */
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
    /** Called at each change of the text. */
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
