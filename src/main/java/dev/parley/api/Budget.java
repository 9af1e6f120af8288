package dev.parley.api;

/** A share of the rate limit; each user has as much of each. */
public enum Budget {
    /** Ordinary events: over the limit they are refused. */
    EVENTS,
    /** New tokens: whoever talks too much must still be able to stay. */
    TOKENS,
    /** Signals such as typing: over the limit they are dropped in silence. */
    SIGNALS
}
