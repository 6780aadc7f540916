package org.voicesecretary.call.connect;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.voicesecretary.call.Mailbox;
import org.voicesecretary.call.Talk;

/** The calls that ring at extensions now, by account: a colleague may pick them up. */
final class RingingCalls {
    private record Since(String account, long nanos) {}

    private final ConcurrentMap<Mailbox, Since> ringing = new ConcurrentHashMap<>();

    void rings(Talk talk) {
        ringing.putIfAbsent(talk.mailbox(), new Since(account(talk), talk.now()));
    }

    void stopped(Talk talk) {
        ringing.remove(talk.mailbox());
    }

    /** The one that has rung for the longest time. */
    Optional<Mailbox> oldest(Talk talk, Set<Mailbox> without) {
        return ringing.entrySet().stream()
                .filter(entry -> entry.getValue().account().equals(account(talk)) && !without.contains(entry.getKey()))
                .min(Comparator.comparingLong(entry -> entry.getValue().nanos()))
                .map(Map.Entry::getKey);
    }

    private static String account(Talk talk) {
        return talk.call().number().accountKey();
    }
}
