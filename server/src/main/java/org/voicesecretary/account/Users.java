package org.voicesecretary.account;

import static java.time.temporal.ChronoUnit.MILLIS;

import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;

/** The people who look after accounts. */
public final class Users {
    private static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 200;

    private final UserRepository repository;
    private final GroupCommitWriter writer;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** What somebody wants a user to be. @param password null = it stays */
    public record Wish(
            String login,
            String name,
            User.Role role,
            @Nullable String password) {
        @Override
        public String toString() {
            return "Wish[" + login + ", " + role + "]";
        }
    }

    /** @param random a secure source */
    public Users(Database database, GroupCommitWriter writer, InstantSource clock, RandomGenerator random) {
        this.repository = new UserRepository(database);
        this.writer = writer;
        this.clock = clock;
        this.random = random;
    }

    public List<User> of(long pbxId) {
        return repository.of(pbxId);
    }

    public Optional<User> find(long pbxId, String id) {
        return of(pbxId).stream().filter(user -> user.id().equals(id)).findFirst();
    }

    /** @throws IllegalArgumentException with a sentence, where the wish cannot be granted */
    public User create(long pbxId, Wish wish) {
        String password = wish.password();
        if (password == null) {
            throw new IllegalArgumentException("password is missing");
        }
        byte[] id = new byte[6];
        random.nextBytes(id);
        var user = new User(
                HexFormat.of().formatHex(id),
                pbxId,
                login(wish, null),
                wish.name(),
                wish.role(),
                clock.instant().truncatedTo(MILLIS));
        writer.write(UserRepository.insert(user, hash(password)));
        return user;
    }

    /** @throws IllegalArgumentException with a sentence, where the wish cannot be granted */
    public User change(User before, Wish wish) {
        if (before.role() == User.Role.ADMIN && wish.role() != User.Role.ADMIN) {
            keepOneAdmin(before);
        }
        var user = new User(
                before.id(), before.pbxId(), login(wish, before.id()), wish.name(), wish.role(), before.createdAt());
        writer.write(UserRepository.update(user, wish.password() == null ? null : hash(wish.password())));
        return user;
    }

    /** @throws IllegalArgumentException if it is the last who may do everything */
    public void remove(User user) {
        if (user.role() == User.Role.ADMIN) {
            keepOneAdmin(user);
        }
        writer.write(UserRepository.delete(user.pbxId(), user.id()));
    }

    private void keepOneAdmin(User user) {
        if (of(user.pbxId()).stream()
                .noneMatch(
                        other -> other.role() == User.Role.ADMIN && !other.id().equals(user.id()))) {
            throw new IllegalArgumentException(
                    "\"" + user.login() + "\" is the last with the role admin; make another one first");
        }
    }

    /** Who logs in so; empty for a wrong login or password. */
    public Optional<User> login(String login, String password) {
        Optional<UserRepository.Stored> found = repository.byLogin(login.toLowerCase(Locale.ROOT));
        boolean fits = PasswordHash.fits(
                password, found.map(UserRepository.Stored::hash).orElse(PasswordHash.NOBODYS));
        return found.filter(_ -> fits).map(UserRepository.Stored::user);
    }

    private String login(Wish wish, @Nullable String own) {
        String login = wish.login().toLowerCase(Locale.ROOT);
        if (!login.matches("[a-z0-9][a-z0-9._@+-]{1,99}")) {
            throw new IllegalArgumentException(
                    "login is \"" + wish.login() + "\"; expected 2 to 100 letters, digits or . _ @ + -");
        }
        if (repository
                .byLogin(login)
                .filter(other -> !other.user().id().equals(own))
                .isPresent()) {
            throw new IllegalArgumentException("login \"" + login + "\" is somebody else's; choose another one");
        }
        return login;
    }

    private String hash(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("password has " + password.length() + " characters; expected "
                    + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD);
        }
        return PasswordHash.of(password, random);
    }
}
