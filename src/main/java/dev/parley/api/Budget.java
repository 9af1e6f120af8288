package dev.parley.api;

/** A share of the rate limit; each user has one of each size. */
public enum Budget {
    /** Ordinary events: over the limit they fail with {@code RATE_LIMITED}. */
    EVENTS,
    /** New tokens: a user who exceeds the limit of events must still be able to renew the token. */
    TOKENS,
    /**
     * Signals such as typing: over the limit they are dropped silently. Those with an
     * acknowledgement fail with {@code RATE_LIMITED}, since the client waits for it.
     */
    SIGNALS
}
