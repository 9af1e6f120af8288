import { Pool } from 'pg';
import { History, Message, Page } from './history';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS room (
    id text PRIMARY KEY,
    last_seq bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS message (
    room_id text NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    text text NOT NULL,
    user_id text NOT NULL,
    username text NOT NULL,
    created_at text NOT NULL,
    PRIMARY KEY (room_id, seq)
  )`;

const APPEND = `
  WITH next AS (
    INSERT INTO room (id, last_seq) VALUES ($1, 1)
    ON CONFLICT (id) DO UPDATE SET last_seq = room.last_seq + 1
    RETURNING last_seq
  )
  INSERT INTO message (room_id, seq, id, text, user_id, username, created_at)
  SELECT $1, last_seq, $2, $3, $4, $5, $6 FROM next
  RETURNING seq`;

const COLUMNS = `
  SELECT seq::int, id, room_id AS "roomId", text, user_id AS "userId", username,
         created_at AS timestamp
  FROM message`;

/** Two tables, and one statement for each message. */
export class PostgresHistory implements History {
  constructor(private readonly pool: Pool) {}

  async open(): Promise<this> {
    await this.pool.query(SCHEMA);
    return this;
  }

  async append(message: Message): Promise<number> {
    const { roomId, id, text, userId, username, timestamp } = message;
    const values = [roomId, id, text, userId, username, timestamp];
    const answer = await this.pool.query({ name: 'append', text: APPEND, values });
    return Number(answer.rows[0].seq);
  }

  latest(roomId: string, limit: number): Promise<Page> {
    return this.read(
      'latest',
      `SELECT * FROM (${COLUMNS} WHERE room_id = $1 ORDER BY seq DESC LIMIT $2) AS page ORDER BY seq`,
      [roomId, limit],
    );
  }

  since(roomId: string, seq: number, limit: number): Promise<Page> {
    return this.read(
      'since',
      `${COLUMNS} WHERE room_id = $1 AND seq > $3 ORDER BY seq LIMIT $2`,
      [roomId, limit, seq],
      seq,
    );
  }

  private async read(name: string, text: string, values: unknown[], before = 0): Promise<Page> {
    const { rows } = await this.pool.query({ name, text, values });
    return { messages: rows, lastSeq: rows.length > 0 ? rows[rows.length - 1].seq : before };
  }
}
