package dev.parley.conversation;

/** A room policy of the portal failed with an exception that is no refusal. */
final class PolicyFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PolicyFailedException(String policy, RuntimeException cause) {
        super("The room policy " + policy + " failed", cause);
    }
}
