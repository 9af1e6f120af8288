package dev.parley.history;

/**
 * Waits for the end of an append. One of its methods is called, on the room's stripe. Only after an
 * {@link OutcomeUnknownException} the outcome may still be learnt, and told by a second call.
 */
public interface AppendListener {

    void onResult(AppendResult result);

    /**
     * @param failure a {@link StoreUnavailableException} if nothing was stored, an {@link
     *     UnstorableException} if nothing ever will be, an {@link OutcomeUnknownException} if the
     *     outcome cannot be learnt
     */
    void onFailure(RuntimeException failure);
}
