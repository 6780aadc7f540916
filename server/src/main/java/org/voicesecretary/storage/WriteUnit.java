package org.voicesecretary.storage;

import java.util.List;

/**
 * Statements that are stored together or not at all. Repositories make them, {@link GroupCommitWriter} runs them, and runs
 * one again when the transaction around it had to be given up, so they must have no effect outside the transaction.
 */
@FunctionalInterface
public interface WriteUnit {
    void write(Writing writing);

    /** One unit that does all of these, in order. */
    static WriteUnit all(List<WriteUnit> units) {
        List<WriteUnit> copy = List.copyOf(units);
        return writing -> copy.forEach(unit -> unit.write(writing));
    }
}
