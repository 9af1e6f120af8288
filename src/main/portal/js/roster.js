/**
 * A set of people that events keep current. Events that arrive while the list is being loaded are
 * applied again on top of it.
 */
export class Roster {
  names = new Map();
  isWhole = true;
  #meanwhile = null;

  come({ userId, username }) {
    this.#note(userId, username);
  }

  go({ userId }) {
    this.#note(userId, null);
  }

  /**
   * Loads all pages; `page(cursor)` returns `{people, next}`. The names change once, at the end.
   */
  async read(page, mostPages) {
    const meanwhile = (this.#meanwhile = []);
    const read = new Map();
    let cursor = null;
    try {
      do {
        const { people, next } = await page(cursor);
        for (const { userId, username } of people) read.set(userId, username);
        cursor = next ?? null;
      } while (cursor !== null && --mostPages > 0);
      if (this.#meanwhile !== meanwhile) return; // a later call has taken over
      for (const [userId, username] of meanwhile) apply(read, userId, username);
      this.names = read;
      this.isWhole = cursor === null;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
  }

  #note(userId, username) {
    apply(this.names, userId, username);
    this.#meanwhile?.push([userId, username]);
  }
}

function apply(names, userId, username) {
  if (username === null) names.delete(userId);
  else names.set(userId, username);
}
