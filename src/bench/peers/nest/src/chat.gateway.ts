import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  OnGatewayConnection,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import { Namespace, Socket } from 'socket.io';
import { History, HISTORY, Message } from './history';

const PAGE = 50;
const MOST = 1000;

interface JoinRoom {
  roomId: string;
  since?: number;
}

interface SendMessage {
  roomId: string;
  text: string;
}

const refusal = (code: string) => ({ status: 'error', code });

/** The part of Parley's protocol that is measured: joining a room, and messages to it. */
@WebSocketGateway({ namespace: '/chat' })
export class ChatGateway implements OnGatewayConnection {
  @WebSocketServer()
  private readonly chat!: Namespace;

  constructor(@Inject(HISTORY) private readonly history: History) {}

  handleConnection(client: Socket) {
    client.emit('connected', { clientId: client.id, serverTime: Date.now() });
  }

  @SubscribeMessage('join_room')
  async join(@ConnectedSocket() client: Socket, @MessageBody() { roomId, since }: JoinRoom) {
    await client.join(roomId);
    client.to(roomId).emit('user_joined_room', { roomId, userId: client.id, username: client.id });
    const page =
      since === undefined
        ? await this.history.latest(roomId, PAGE)
        : await this.history.since(roomId, since, MOST);
    return { joined: roomId, ...page, epoch: '1' };
  }

  @SubscribeMessage('send_message')
  async send(@ConnectedSocket() client: Socket, @MessageBody() { roomId, text }: SendMessage) {
    if (typeof text !== 'string' || text.length < 1 || text.length > 1000) {
      return refusal('INVALID_PAYLOAD');
    }
    if (!client.rooms.has(roomId)) {
      return refusal('NOT_IN_ROOM');
    }
    const message: Message = {
      id: randomUUID(),
      roomId,
      text,
      userId: client.id,
      username: client.id,
      timestamp: new Date().toISOString(),
    };
    const seq = await this.history.append(message);
    this.chat.to(roomId).emit('new_message', { ...message, seq });
    return { sent: true, messageId: message.id, seq, timestamp: message.timestamp };
  }
}
