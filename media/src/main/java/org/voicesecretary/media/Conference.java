package org.voicesecretary.media;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.audio.Pcm;
import org.voicesecretary.media.audio.Tones;
import org.voicesecretary.media.bridge.Mix;
import org.voicesecretary.media.clock.Paced;
import org.voicesecretary.media.clock.PacingWheel;

/**
 * Sessions that all hear each other: every 20 ms each hears the sum of what the others say, in its own codec. What is played in one of the
 * sessions is heard there instead. Recordings of the sessions go on. All members live on one thread as long as they are in it.
 *
 * <p>Every method may be called from any thread and takes no noticeable time; it is done within some milliseconds.
 */
public final class Conference implements AutoCloseable {
    private static final int TONE_MILLIS = 120;

    private final MediaEngine engine;
    private final MediaLoop loop;
    private final boolean tones;
    private final Mix mix = new Mix();
    private final List<ConferenceMember> members = new ArrayList<>();
    private final Paced turn = this::tick;
    private final Pcm risingTone = chime(523, 784);
    private final Pcm fallingTone = chime(784, 523);
    private @Nullable Pcm chime;
    private int chimeAt;
    private PacingWheel.@Nullable Seat seat;
    private volatile int size;
    private boolean closed;

    private Conference(MediaEngine engine, boolean tones) {
        this.engine = engine;
        this.loop = engine.leastLoaded();
        this.tones = tones;
    }

    /**
     * An empty conference.
     *
     * @param tones whether a short rising tone tells the others that somebody joins, and a falling one that somebody leaves
     */
    public static Conference open(MediaEngine engine, boolean tones) {
        return new Conference(engine, tones);
    }

    private static Pcm chime(double first, double second) {
        double level = Tones.amplitude(-18);
        return Tones.sine(first, level, TONE_MILLIS, ConferenceMember.SAMPLE_RATE)
                .concat(Tones.sine(second, level, TONE_MILLIS, ConferenceMember.SAMPLE_RATE));
    }

    /** Takes a session in; it leaves the bridge or the conference that it was in. */
    public void join(MediaSession session) {
        if (session.engine() != engine) {
            throw new IllegalArgumentException(
                    "a session of another media engine cannot join this conference: expected one of the same engine");
        }
        session.home().execute(() -> gather(session));
    }

    private void gather(MediaSession session) {
        if (session.home().loop() == loop) {
            enter(session);
        } else {
            session.stream().part(); // who it was joined to stays here
            session.stream().moveTo(loop, () -> session.home().execute(() -> gather(session)));
        }
    }

    private void enter(MediaSession session) {
        if (closed || member(session) != null) {
            return;
        }
        ConferenceMember member = new ConferenceMember(session);
        if (!session.stream().tie(() -> remove(member))) {
            return; // it has been closed meanwhile
        }
        if (tones && !members.isEmpty()) {
            sound(risingTone);
        }
        members.add(member);
        size = members.size();
        member.enter();
        if (seat == null) {
            seat = loop.pacer().join(turn);
        }
    }

    /** Lets a session go; it goes on with what is played in it, or idle sound. Without effect where it is not in here. */
    public void leave(MediaSession session) {
        with(session, member -> {
            session.stream().untie();
            remove(member);
        });
    }

    private void remove(ConferenceMember member) {
        member.leave();
        members.remove(member);
        size = members.size();
        if (tones) {
            sound(fallingTone);
        }
        PacingWheel.Seat taken = seat;
        if (members.isEmpty() && taken != null) {
            loop.pacer().leave(taken);
            seat = null;
        }
    }

    /** Whether the others hear a member; it hears them all the same. */
    public void mute(MediaSession session, boolean silent) {
        with(session, member -> member.mute(silent));
    }

    /** How many are in it. */
    public int size() {
        return size;
    }

    /** Lets all go. */
    @Override
    public void close() {
        loop.pacer().execute(() -> {
            if (closed) {
                return;
            }
            closed = true;
            for (ConferenceMember member : List.copyOf(members)) {
                member.session().stream().untie();
                remove(member);
            }
            loop.pacer().load().decrementAndGet();
        });
    }

    private boolean tick(long deadlineNanos) {
        mix.clear();
        for (int i = 0; i < members.size(); i++) {
            members.get(i).speak(mix);
        }
        addChime();
        for (int i = 0; i < members.size(); i++) {
            members.get(i).hear(mix);
        }
        return false;
    }

    private void sound(Pcm what) {
        chime = what;
        chimeAt = 0;
    }

    private void addChime() {
        Pcm sounding = chime;
        if (sounding != null) {
            int count = Math.min(Mix.SAMPLES, sounding.length() - chimeAt);
            mix.add(sounding.samples(), chimeAt, count);
            chimeAt += count;
            if (chimeAt == sounding.length()) {
                chime = null;
            }
        }
    }

    private @Nullable ConferenceMember member(MediaSession session) {
        for (ConferenceMember member : members) {
            if (member.session() == session) {
                return member;
            }
        }
        return null;
    }

    /** By way of the session, so that it happens after a joining that was asked for before. */
    private void with(MediaSession session, Consumer<ConferenceMember> request) {
        session.home().execute(() -> {
            ConferenceMember member = session.home().loop() == loop ? member(session) : null;
            if (member != null) {
                request.accept(member);
            }
        });
    }
}
