package org.voicesecretary.pbx.voicemail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.storage.DataDirectory;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.IdSequence;

/** Messages on the disk: a sound file and a row each, both or neither. */
public final class MessageStore {
    private static final Logger LOG = LoggerFactory.getLogger(MessageStore.class);
    /** A disk with less room takes no message: the longest in stereo needs as much, and the database wants some, too. */
    private static final long LEAST_ROOM_BYTES = 100_000_000;

    private static final int FORGOTTEN_AT_ONCE = 100;

    /** What the disk says about its room, in bytes. */
    @FunctionalInterface
    public interface Room {
        long left(Path directory) throws IOException;
    }

    private final Path directory;
    private final Path incoming;
    private final VoicemailRepository messages;
    private final GroupCommitWriter writer;
    private final InstantSource clock;
    private final Room room;
    private final IdSequence numbers;
    private volatile Changes changes = (pbxId, extension) -> {};

    /** Is told whose messages have changed. */
    @FunctionalInterface
    public interface Changes {
        /** Must not wait. */
        void changed(long pbxId, String extension);
    }

    private MessageStore(Path directory, Database database, GroupCommitWriter writer, InstantSource clock, Room room) {
        this.directory = directory;
        this.incoming = directory.resolve("incoming");
        this.messages = new VoicemailRepository(database);
        this.writer = writer;
        this.clock = clock;
        this.room = room;
        this.numbers = new IdSequence(clock);
    }

    /** Removes what an earlier run left half-written. */
    public static MessageStore open(
            DataDirectory data, Database database, GroupCommitWriter writer, InstantSource clock) throws IOException {
        return open(
                data, database, writer, clock, path -> Files.getFileStore(path).getUsableSpace());
    }

    static MessageStore open(
            DataDirectory data, Database database, GroupCommitWriter writer, InstantSource clock, Room room)
            throws IOException {
        var store = new MessageStore(data.path().resolve("voicemail"), database, writer, clock, room);
        Files.createDirectories(store.incoming);
        try (Stream<Path> left = Files.list(store.incoming)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        return store;
    }

    /**
     * A message that is being recorded.
     *
     * @param recording of both sides, not yet there
     */
    record Draft(long messageNo, Path recording) {}

    /** @throws IOException where the disk is full */
    Draft begin() throws IOException {
        long left = room.left(incoming);
        if (left < LEAST_ROOM_BYTES) {
            throw new IOException("only " + left / 1_000_000 + " MB are free below " + directory + "; a message needs "
                    + LEAST_ROOM_BYTES / 1_000_000 + " MB");
        }
        long number = numbers.next();
        return new Draft(number, incoming.resolve(number + ".wav"));
    }

    /** Nothing of it stays. */
    void discard(Draft draft) {
        delete(draft.recording());
    }

    /**
     * Keeps a message; waits until it is on the disk.
     *
     * @param length of the recording that counts
     * @param keep for how long
     * @param mailDue whether it is to be sent by e-mail
     * @throws IOException where it could not be kept; then nothing of it stays
     */
    VoicemailMessage keep(Draft draft, Sender sender, Duration length, Duration keep, boolean mailDue)
            throws IOException {
        Path part = incoming.resolve(draft.messageNo() + ".part");
        String name = sender.pbxId() + "/" + sender.extension() + "/" + draft.messageNo() + ".wav";
        Path file = directory.resolve(name);
        Instant now = clock.instant();
        var message = new VoicemailMessage(
                draft.messageNo(),
                sender.pbxId(),
                sender.extension(),
                sender.callId(),
                sender.caller(),
                sender.callerName(),
                now,
                length,
                name,
                false,
                now.plus(keep));
        try {
            MessageSound.cut(draft.recording(), part, length);
            Files.createDirectories(
                    directory.resolve(String.valueOf(sender.pbxId())).resolve(sender.extension()));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            writer.write(VoicemailRepository.save(message, mailDue));
            changes.changed(message.pbxId(), message.extension());
            return message;
        } catch (IOException | RuntimeException e) {
            delete(part);
            delete(file);
            throw new IOException("a message for " + sender.extension() + " could not be kept: " + e.getMessage(), e);
        } finally {
            discard(draft);
        }
    }

    /** Who left a message, and for whom. */
    record Sender(long pbxId, String extension, String callId, String caller, String callerName) {}

    /** Of an extension, the newest first. */
    public List<VoicemailMessage> of(long pbxId, String extension) {
        return messages.of(pbxId, extension);
    }

    /** Where its sound is: WAV, 16 bits, one channel. */
    public Path file(VoicemailMessage message) {
        return directory.resolve(message.file());
    }

    public void heard(VoicemailMessage message) {
        writer.write(VoicemailRepository.heard(message.messageNo()));
        changes.changed(message.pbxId(), message.extension());
    }

    void mailed(VoicemailMessage message) {
        writer.write(VoicemailRepository.mailed(message.messageNo()));
    }

    /** What is still to be sent by e-mail, the oldest first. */
    List<VoicemailMessage> mailDue(int atMost) {
        return messages.mailDue(atMost);
    }

    public void forget(VoicemailMessage message) {
        delete(file(message));
        writer.write(VoicemailRepository.forget(message.messageNo()));
        changes.changed(message.pbxId(), message.extension());
    }

    /** From now on {@code listener} is told of each message that comes, is heard, or goes. */
    public void onChange(Changes listener) {
        changes = listener;
    }

    /**
     * Forgets some of the messages that were to be kept until {@code time}.
     *
     * @return how many; 0 = none is left
     */
    public int forgetExpired(Instant time) {
        List<VoicemailMessage> expired = messages.expired(time, FORGOTTEN_AT_ONCE);
        expired.forEach(this::forget);
        return expired.size();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} could not be removed: {}", file, e.toString());
        }
    }
}
