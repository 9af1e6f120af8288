/**
 * The chat protocol: the events of the namespaces {@code /} and {@code /chat}, their payloads, and
 * their forms in both namings.
 *
 * <ul>
 *   <li>{@link dev.parley.chat.ConnectionGateway}: {@code connected}; {@code ping} is in {@code
 *       greeting}
 *   <li>{@link dev.parley.chat.JoinGateway}: {@code join_room}, {@code leave_room}
 *   <li>{@link dev.parley.chat.RoomGateway}: {@code create_room}, {@code close_room}, {@code
 *       list_rooms}
 *   <li>{@link dev.parley.chat.MessageGateway}: {@code send_message}, {@code direct_message},
 *       {@code get_history}
 *   <li>{@link dev.parley.chat.ChangeGateway}: {@code edit_message}, {@code delete_message}, {@code
 *       react}
 *   <li>{@link dev.parley.chat.TransientGateway}: {@code room_message}, {@code message}, {@code
 *       typing}
 *   <li>{@link dev.parley.chat.PeopleGateway}: {@code room_members}, {@code online_users}, {@code
 *       find_users}
 *   <li>{@link dev.parley.chat.MessageDelivery}, {@link dev.parley.chat.PresenceAnnouncer}: events
 *       that the server sends
 * </ul>
 *
 * <p>Requests of clients are records in {@link dev.parley.chat.Requests}, acknowledgements in
 * {@link dev.parley.chat.Acks}, events in {@link dev.parley.chat.Events}.
 *
 * <p>Threads: handlers run on the threads on which the gateways call them, and do not block.
 */
package dev.parley.chat;
