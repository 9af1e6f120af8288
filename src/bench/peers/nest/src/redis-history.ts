import { Redis } from 'ioredis';
import { History, Message, Page, Stored } from './history';

/** A list for each room: the length after a push is the position. */
export class RedisHistory implements History {
  constructor(private readonly redis: Redis) {}

  append(message: Message): Promise<number> {
    return this.redis.rpush(key(message.roomId), JSON.stringify(message));
  }

  async latest(roomId: string, limit: number): Promise<Page> {
    const [length, texts] = await this.read(roomId, -limit, -1);
    return { messages: numbered(texts, length - texts.length), lastSeq: length };
  }

  async since(roomId: string, seq: number, limit: number): Promise<Page> {
    const [length, texts] = await this.read(roomId, seq, seq + limit - 1);
    return { messages: numbered(texts, seq), lastSeq: length };
  }

  /** Length and elements of one moment. */
  private async read(roomId: string, from: number, to: number): Promise<[number, string[]]> {
    const answers = await this.redis
      .multi()
      .llen(key(roomId))
      .lrange(key(roomId), from, to)
      .exec();
    const [length, texts] = answers!.map(([error, answer]) => {
      if (error) {
        throw error;
      }
      return answer;
    });
    return [length as number, texts as string[]];
  }
}

function key(roomId: string): string {
  return `room:${roomId}`;
}

function numbered(texts: string[], before: number): Stored[] {
  return texts.map((text, i) => ({ ...JSON.parse(text), seq: before + i + 1 }));
}
