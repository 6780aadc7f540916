package org.voicesecretary.webhook;

import java.time.Instant;

/** What became of one attempt to deliver an event. */
public sealed interface DeliveryOutcome {
    /** What stands in the place of a reply that must not be kept. */
    String NOT_KEPT = "(not kept: the caller entered something sensitive)";

    /** A 2xx; what the script says in it is of no consequence. */
    record Delivered(int status, String response) implements DeliveryOutcome {
        @Override
        public DeliveryOutcome withoutReply() {
            return response.isEmpty() ? this : new Delivered(status, NOT_KEPT);
        }
    }

    /** Any other status; tried again, since a script that is broken today may be mended tomorrow. */
    record Refused(int status, String response) implements DeliveryOutcome {
        @Override
        public DeliveryOutcome withoutReply() {
            return response.isEmpty() ? this : new Refused(status, NOT_KEPT);
        }
    }

    /** No complete reply: unreachable, too slow, broken off, wrong certificate. */
    record Failed(String problem) implements DeliveryOutcome {
        @Override
        public DeliveryOutcome withoutReply() {
            return this;
        }
    }

    /** Not sent: the script had failed for so long that it was switched off. */
    record SwitchedOff(Instant since) implements DeliveryOutcome {
        @Override
        public DeliveryOutcome withoutReply() {
            return this;
        }

        String problem() {
            return "not sent: the script failed for days and is switched off since " + since
                    + "; switch it on, then send this again";
        }
    }

    /** The same without the script's own words. */
    DeliveryOutcome withoutReply();

    /** How it is called in the database and in figures. */
    default String word() {
        return switch (this) {
            case Delivered ignored -> "DELIVERED";
            case Refused ignored -> "REFUSED";
            case Failed ignored -> "FAILED";
            case SwitchedOff ignored -> "SWITCHED_OFF";
        };
    }
}
