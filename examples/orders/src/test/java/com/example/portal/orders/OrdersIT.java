package com.example.portal.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.File;
import java.net.URI;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests the portal's WAR on a server, through its clients. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class OrdersIT {

    @ArquillianResource private URI server;

    private final String customer = "customer-" + UUID.randomUUID();

    @Deployment(testable = false)
    static WebArchive war() {
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, new File(System.getProperty("orders.war")));
    }

    private Client client(String namespace, String userId, String... groups) throws Exception {
        return Client.connect(server, namespace, Client.token(server, userId, groups));
    }

    private static JsonObject order(String... articles) {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        for (String article : articles) {
            lines.add(
                    Json.createObjectBuilder()
                            .add("article", article)
                            .add("count", 2)
                            .add("price", 1.25));
        }
        return Json.createObjectBuilder().add("lines", lines).build();
    }

    @Test
    void anOrderIsStoredAndAnnouncedToItsCustomerAndTheStaff() throws Exception {
        Client clerk = client("/chat", "clerk", "staff");
        JsonObject desk = Json.createObjectBuilder().add("roomId", "order-desk").build();
        assertEquals(
                "order-desk",
                clerk.ask("join_room", desk).getJsonObject("data").getString("joined"));
        Client client = client("/orders", customer);
        JsonObject placed = client.ask("place_order", order("tea", "cups")).getJsonObject("data");
        assertEquals(5.0, placed.getJsonNumber("total").doubleValue());
        String id = placed.getString("orderId");
        assertEquals(id, client.next("order_placed").getString("orderId"));
        assertEquals(id, clerk.next("order_placed").getString("orderId"));
        JsonObject listed = client.ask("list_orders", JsonValue.NULL);
        assertEquals(Json.createArrayBuilder().add(id).build(), listed.getJsonArray("data"));
    }

    @Test
    void anOrderThatIsRefusedIsRolledBack() throws Exception {
        Client client = client("/orders", customer);
        JsonObject error = client.ask("place_order", order("tea", "gold")).getJsonObject("error");
        assertEquals("OUT_OF_STOCK", error.getString("code"));
        assertEquals("There is no gold left", error.getString("message"));
        assertTrue(client.ask("list_orders", JsonValue.NULL).getJsonArray("data").isEmpty());
    }

    @Test
    void whatDoesNotFitIsToldWithItsPath() throws Exception {
        JsonObject line = Json.createObjectBuilder().add("article", 5).add("count", "two").build();
        JsonObject wrong =
                Json.createObjectBuilder()
                        .add("lines", Json.createArrayBuilder().add(line))
                        .build();
        JsonObject error =
                client("/orders", customer).ask("place_order", wrong).getJsonObject("error");
        assertEquals("INVALID_PAYLOAD", error.getString("code"));
        assertEquals(
                "[{\"field\":\"lines[0].article\",\"message\":\"must be a string\"},"
                        + "{\"field\":\"lines[0].count\",\"message\":\"must be a whole number\"}]",
                error.getJsonArray("violations").toString());
    }

    @Test
    void thePolicyKeepsCustomersOutOfTheRoomOfTheStaff() throws Exception {
        JsonObject desk = Json.createObjectBuilder().add("roomId", "order-desk").build();
        JsonObject reply = client("/chat", customer).ask("join_room", desk);
        assertEquals("STAFF_ONLY", reply.getJsonObject("error").getString("code"));
    }

    @Test
    void theGuardKeepsSuspendedUsersOut() throws Exception {
        String token = Client.token(server, customer, "suspended");
        assertEquals(403, Client.handshakeStatus(server, "/orders", token));
        assertEquals(101, Client.handshakeStatus(server, "/chat", token));
    }
}
