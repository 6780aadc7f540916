package org.voicesecretary.call;

import java.time.Duration;
import org.voicesecretary.protocol.EndStatus;

/** How a branch ended that was not released by the call itself. */
public sealed interface BranchEnd {
    /** A final response from 300 on. */
    record Refused(int sipStatus, String reason) implements BranchEnd {}

    /** It was not rung: whose phone it is has as many calls as may be. */
    record LinesTaken() implements BranchEnd {}

    /** No address of it answered. */
    record Unreachable(String why) implements BranchEnd {}

    /** It answered, and has hung up now. */
    record HungUp() implements BranchEnd {}

    /** It answered, and no media came from it for this long. */
    record Lost(Duration silence) implements BranchEnd {}

    /** It answered or was about to, and something broke: a session timer, an offer that cannot be met. */
    record Broke(String what) implements BranchEnd {}

    /** What it is to the records of the call. */
    default EndStatus status() {
        return switch (this) {
            case Refused(var sipStatus, var _) -> EndStatus.ofSipStatus(sipStatus);
            case LinesTaken() -> EndStatus.BUSY;
            case Unreachable _ -> EndStatus.NETWORK_FAILED;
            case HungUp(), Lost _ -> EndStatus.ANSWERED;
            case Broke _ -> EndStatus.FAILED;
        };
    }

    /** In words, for the timeline. */
    default String text() {
        return switch (this) {
            case Refused(var sipStatus, var reason) -> "refused: " + sipStatus + " " + reason;
            case LinesTaken() -> "is busy: all lines are taken";
            case Unreachable(var why) -> "cannot be reached: " + why;
            case HungUp() -> "hung up";
            case Lost(var silence) -> "is gone: no sound came for " + silence.toSeconds() + " s";
            case Broke(var what) -> "failed: " + what;
        };
    }
}
