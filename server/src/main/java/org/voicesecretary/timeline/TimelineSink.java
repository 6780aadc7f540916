package org.voicesecretary.timeline;

/**
 * Somebody who wants each entry: the database, the trace on stdout, a test. Entries of one call come in order, one at a
 * time, from whichever thread made them, so a sink hands over and returns; it must not block.
 */
public interface TimelineSink {
    void accept(TimelineEntry entry);
}
