package dev.parley.history;

/**
 * Receives the outcome of an append, on the room's stripe. One of the methods is called, once. Only
 * after an {@link OutcomeUnknownException} may {@link #onResult} follow, if the outcome becomes
 * known later.
 */
public interface AppendListener {

    void onResult(AppendResult result);

    /**
     * Called if the append failed.
     *
     * @param failure a {@link StoreUnavailableException} if nothing was stored, an {@link
     *     UnstorableException} if the draft can never be stored, an {@link OutcomeUnknownException}
     *     if the outcome is unknown
     */
    void onFailure(RuntimeException failure);
}
