package org.voicesecretary.pbx.conference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.call.CallEnd;
import org.voicesecretary.call.CallSignal;
import org.voicesecretary.call.Talk;
import org.voicesecretary.config.Secret;
import org.voicesecretary.media.dtmf.DtmfDigit;
import org.voicesecretary.pbx.office.Conference;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.transfer.ConferenceRooms;
import org.voicesecretary.timeline.TimelineEvent;

/** The conferences that go on: each begins with the first who comes and ends with the last who goes. */
public final class Meetings implements ConferenceRooms {
    /** More voices than anybody could follow, and than one processor should mix for one room. */
    static final int MOST = 50;

    private static final int TRIES = 3;
    private static final int LONGEST_PIN = 12;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Supplier<org.voicesecretary.media.Conference> opener;
    private final Map<String, Room> rooms = new HashMap<>();

    private static final class Room {
        private final org.voicesecretary.media.Conference sound;
        private int members;

        Room(org.voicesecretary.media.Conference sound) {
            this.sound = sound;
        }
    }

    /** @param opener opens an empty conference */
    public Meetings(Supplier<org.voicesecretary.media.Conference> opener) {
        this.opener = opener;
    }

    @Override
    public CallEnd enter(Talk talk, Office office, Conference conference) throws InterruptedException {
        talk.timeline().add(new TimelineEvent.Note("the call comes to conference " + conference.number()));
        Optional<CallEnd> over = talk.answer();
        if (over.isEmpty() && conference.pin() != null) {
            over = askForPin(talk, conference.pin());
        }
        if (over.isPresent()) {
            return over.get();
        }
        String key = office.pbxId() + "-" + conference.number();
        Room room = comeIn(key);
        if (room == null) {
            return say(talk, ConferenceWords.FULL).orElseGet(CallEnd.ConferenceClosed::new);
        }
        try {
            over = say(talk, size(room) == 1 ? ConferenceWords.FIRST : ConferenceWords.ENTER);
            return over.isPresent() ? over.get() : meet(talk, room);
        } finally {
            goOut(key, room);
        }
    }

    private static CallEnd meet(Talk talk, Room room) throws InterruptedException {
        talk.leg().enter(room.sound);
        talk.callersTurn();
        while (true) {
            if (talk.await(talk.never()) instanceof CallSignal.Ending ending) {
                talk.leg().leave(room.sound);
                return talk.endOf(ending);
            }
        }
    }

    /** Null where it is full. */
    private synchronized @Nullable Room comeIn(String key) {
        Room room = rooms.computeIfAbsent(key, any -> new Room(opener.get()));
        if (room.members >= MOST) {
            return null;
        }
        room.members++;
        return room;
    }

    private synchronized int size(Room room) {
        return room.members;
    }

    private synchronized void goOut(String key, Room room) {
        room.members--;
        if (room.members == 0) {
            rooms.remove(key);
            room.sound.close();
        }
    }

    private static Optional<CallEnd> say(Talk talk, ConferenceWords what) throws InterruptedException {
        return talk.say(List.of(what.in(talk.call().number().language())));
    }

    /** Empty where it was right. */
    private static Optional<CallEnd> askForPin(Talk talk, Secret pin) throws InterruptedException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<CallEnd> over = say(talk, ConferenceWords.PIN);
            if (over.isPresent()) {
                return over;
            }
            var entered = new StringBuilder();
            over = collect(talk, entered, pin.value().length());
            if (over.isPresent()) {
                return over;
            }
            if (MessageDigest.isEqual(bytes(entered.toString()), bytes(pin.value()))) {
                return Optional.empty();
            }
            over = say(talk, ConferenceWords.WRONG);
            if (over.isPresent()) {
                return over;
            }
        }
        talk.timeline().add(new TimelineEvent.Note("the PIN of the conference was wrong " + TRIES + " times"));
        return Optional.of(new CallEnd.ConferenceClosed());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Until the hash key, as many keys as the PIN has, or 10 s without a key. */
    private static Optional<CallEnd> collect(Talk talk, StringBuilder entered, int length) throws InterruptedException {
        talk.callersTurn();
        long deadline = talk.now() + PATIENCE_NANOS;
        while (entered.length() < Math.min(length, LONGEST_PIN)) {
            CallSignal signal = talk.await(deadline);
            if (signal instanceof CallSignal.Ending ending) {
                return Optional.of(talk.endOf(ending));
            }
            if (signal instanceof CallSignal.DeadlinePassed) {
                return Optional.empty();
            }
            if (signal instanceof CallSignal.DigitPressed(var digit, var _, var _)) {
                if (digit == DtmfDigit.POUND) {
                    return Optional.empty();
                }
                entered.append(digit.symbol());
                deadline = talk.now() + PATIENCE_NANOS;
            }
        }
        return Optional.empty();
    }
}
