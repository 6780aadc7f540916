package org.voicesecretary.account;

/** May this source call this number? */
public sealed interface RouteDecision {
    record Admitted(NumberRoute number, Trunk trunk) implements RouteDecision {}

    /** The source is on no trunk's list: 403. */
    record SourceRefused() implements RouteDecision {}

    /** No account whose trunk lists the source has the number: 404. */
    record NumberUnknown() implements RouteDecision {}
}
