package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** The membership of a user in a room, with role and read mark. Belongs to one transaction. */
@Entity
@Table(name = "membership")
@IdClass(MembershipId.class)
public class Membership {

    @Id
    @Column(name = "room_id")
    private String roomId;

    @Id
    @Column(name = "user_id")
    private String userId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Role role;

    @Column(name = "read_seq")
    private long readSeq;

    @Column(name = "joined_at", updatable = false)
    private long joinedAt;

    protected Membership() {
        // For JPA.
    }

    Membership(String roomId, String userId, Role role, long readSeq, long now) {
        this.roomId = roomId;
        this.userId = userId;
        this.role = role;
        this.readSeq = readSeq;
        this.joinedAt = now;
    }

    Role role() {
        return role;
    }

    long readSeq() {
        return readSeq;
    }
}
