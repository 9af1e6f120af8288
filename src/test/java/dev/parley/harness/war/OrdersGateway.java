package dev.parley.harness.war;

import dev.parley.api.Binary;
import dev.parley.api.Dismissal;
import dev.parley.api.ErrorCode;
import dev.parley.api.Event;
import dev.parley.api.Gateway;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.Reply;
import dev.parley.api.Socket;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a portal would add: a gateway of its own, in a namespace of its own. */
@Gateway("/orders")
public class OrdersGateway {

    /** What is ordered. */
    public record Order(@NotBlank String item, @Min(1) Integer count) {}

    /** Ballast that takes a while. */
    public record Heavy(String ballast) {}

    /** What is sent with bytes. */
    public record Parcel(@NotBlank String label, Binary content) {}

    /** Several things at once. */
    public record Basket(
            @NotEmpty @Valid List<Line> lines,
            Priority priority,
            BigDecimal limit,
            LocalDate due,
            int gifts) {

        /** One of them. */
        public record Line(@NotBlank String item, @Min(1) int count, Optional<String> remark) {}

        /** How soon it is needed. */
        public enum Priority {
            SOON,
            LATER
        }
    }

    private static final ErrorCode OUT_OF_STOCK = ErrorCode.of("OUT_OF_STOCK", "Out of stock", 409);

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transactions;

    @Resource private UserTransaction transaction;

    @Inject private BeanManager beans;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Integer> worked = new CopyOnWriteArrayList<>();
    private final AtomicInteger started = new AtomicInteger();
    private final Queue<CompletableFuture<Object>> held = new ConcurrentLinkedQueue<>();
    private volatile boolean released;

    @OnEvent("place_order")
    public Map<String, Object> place(Socket socket, Order order) {
        return Map.of("ordered", order.item(), "by", socket.user().id());
    }

    @OnEvent("place_basket")
    public Map<String, Object> place(Basket basket) {
        Basket.Line first = basket.lines().get(0);
        return Map.of(
                "count", basket.lines().stream().mapToInt(Basket.Line::count).sum(),
                "priority", basket.priority(),
                "limit", basket.limit(),
                "due", basket.due().plusDays(1).toString(),
                "remark", first.remark().orElse("none"));
    }

    @OnEvent("order_the_last")
    public void orderTheLast() {
        throw new RefusedException(OUT_OF_STOCK);
    }

    /** What a handler has that may block. */
    @OnEvent(value = "work", blocking = true)
    @Transactional
    public Map<String, Boolean> work() {
        return Map.of(
                "transaction",
                transactions.getTransactionStatus() == Status.STATUS_ACTIVE,
                "request",
                beans.getContext(RequestScoped.class).isActive());
    }

    /** Begins a transaction, and forgets to end it. */
    @OnEvent(value = "leave_open", blocking = true)
    public boolean leaveOpen() throws NotSupportedException, SystemException {
        transaction.begin();
        return true;
    }

    /** Begins a transaction, says that all is well, and forgets to end it. */
    @OnEvent(value = "reply_and_leave_open", blocking = true)
    public void replyAndLeaveOpen(Reply reply) throws NotSupportedException, SystemException {
        transaction.begin();
        reply.complete(true);
    }

    /** Blocks until {@link #letGo}. */
    @OnEvent(value = "wait", blocking = true)
    public boolean await() throws InterruptedException {
        return gate.await(30, TimeUnit.SECONDS);
    }

    /** Notes its number, and answers with all that were noted. */
    @OnEvent(value = "note", blocking = true)
    public List<Integer> note(Note note) {
        worked.add(note.number());
        return List.copyOf(worked);
    }

    /** What is noted. */
    public record Note(int number) {}

    @OnEvent("let_go")
    public boolean letGo() {
        gate.countDown();
        return true;
    }

    /** Asks the client something, and tells what it said. */
    @OnEvent("confirm")
    public CompletionStage<Map<String, Object>> confirm(Socket socket) {
        return socket.emitWithAck(
                        Event.regular("really", Map.of("question", "sure?")),
                        Duration.ofSeconds(10))
                .thenApply(answer -> Map.of("answer", answer.getString(0)));
    }

    /** Sends a parcel back, as an event and as the answer. */
    @OnEvent("return_parcel")
    public Map<String, Object> sendBack(Socket socket, Parcel parcel) {
        Map<String, Object> same = Map.of("label", parcel.label(), "content", parcel.content());
        socket.emit(Event.same("parcel", same));
        return same;
    }

    /** Fails in a way that nobody has foreseen. */
    @OnEvent("explode")
    public void explode() {
        throw new IllegalStateException("planted");
    }

    /** Fails as no program should. */
    @OnEvent("implode")
    public void implode() {
        throw new AssertionError("planted");
    }

    /** Does not end before {@link #release}. */
    @OnEvent("hold")
    public CompletionStage<Object> hold(Heavy heavy) {
        started.incrementAndGet();
        CompletableFuture<Object> end = new CompletableFuture<>();
        held.add(end);
        if (released) {
            end.complete(true);
        }
        return end;
    }

    @OnEvent("how_many_started")
    public int howManyStarted() {
        return started.get();
    }

    @OnEvent("release")
    public boolean release() {
        released = true;
        held.forEach(end -> end.complete(true));
        return true;
    }

    /** Sends the client away for good. */
    @OnEvent("send_away")
    public void sendAway(Socket socket) {
        socket.dismiss(Dismissal.DISCONNECTED);
    }

    /** Fails with a word that only debugging may show. */
    @OnEvent("fail")
    public void fail() {
        throw new IllegalStateException("a shelf fell over");
    }
}
