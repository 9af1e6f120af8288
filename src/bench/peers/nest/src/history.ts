export interface Message {
  id: string;
  roomId: string;
  text: string;
  userId: string;
  username: string;
  timestamp: string;
}

export type Stored = Message & { seq: number };

export interface Page {
  messages: Stored[];
  lastSeq: number;
}

/** Keeps the messages of rooms; what append has answered is kept. */
export interface History {
  /** Resolves to the position in the room, from 1 without gaps. */
  append(message: Message): Promise<number>;
  /** The newest messages, oldest first. */
  latest(roomId: string, limit: number): Promise<Page>;
  /** The messages after a position, oldest first. */
  since(roomId: string, seq: number, limit: number): Promise<Page>;
}

export const HISTORY = Symbol('History');
