package org.voicesecretary.account;

/** May this source call this number? */
public sealed interface RouteDecision {
    record Admitted(NumberRoute number, Trunk trunk) implements RouteDecision {}

    /** It comes by no trunk: 403. */
    record SourceRefused() implements RouteDecision {}

    /** No account whose trunk it comes by has the number: 404. */
    record NumberUnknown() implements RouteDecision {}
}
