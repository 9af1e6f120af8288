import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { Server, ServerOptions } from 'socket.io';
import { ChatGateway } from './chat.gateway';
import { HISTORY } from './history';
import { PostgresHistory } from './postgres-history';
import { RedisHistory } from './redis-history';

const { HTTP_PORT = '8080', REDIS_URL = 'redis://127.0.0.1:6379', DB_URL } = process.env;

/** Socket.IO over Redis, so that more than one node could serve the same rooms. */
class RedisIoAdapter extends IoAdapter {
  private readonly adapter = createAdapter(new Redis(REDIS_URL), new Redis(REDIS_URL));

  createIOServer(port: number, options?: ServerOptions): Server {
    const server: Server = super.createIOServer(port, options);
    server.adapter(this.adapter);
    return server;
  }
}

@Module({
  providers: [
    ChatGateway,
    {
      provide: HISTORY,
      useFactory: () =>
        DB_URL
          ? new PostgresHistory(new Pool({ connectionString: DB_URL, max: 20 })).open()
          : new RedisHistory(new Redis(REDIS_URL)),
    },
  ],
})
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.useWebSocketAdapter(new RedisIoAdapter(app));
  await app.listen(Number(HTTP_PORT), '127.0.0.1');
}

void main();
