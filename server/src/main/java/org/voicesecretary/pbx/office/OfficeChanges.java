package org.voicesecretary.pbx.office;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountEdit;
import org.voicesecretary.account.Accounts;
import org.voicesecretary.account.Document;
import org.voicesecretary.account.Sound;

/**
 * The operations that change an office while the server runs. They obey the rules of {@code account.yaml}, and calls see what they did as
 * soon as they return.
 */
public final class OfficeChanges {
    static final String EXTENSIONS = "extensions";

    private static final int FIRST = 100;
    private static final int LAST = 999;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD = 16;

    private final Accounts accounts;
    private final AccountDirectory directory;
    private final RandomGenerator random;

    /** @param random a secure source: passwords come from it */
    public OfficeChanges(Accounts accounts, AccountDirectory directory, RandomGenerator random) {
        this.accounts = accounts;
        this.directory = directory;
        this.random = random;
    }

    /** An extension that was made, and what its telephones log in with. */
    public record Created(String extension, String password) {}

    /**
     * Any change of an account.
     *
     * @param change as in {@link Accounts#edit}
     * @throws org.voicesecretary.config.ConfigException if the account would not be as it has to be; nothing is changed then
     */
    public void change(long pbxId, Consumer<AccountEdit> change) {
        accounts.edit(pbxId, change);
        directory.refresh();
    }

    /** Changes an extension that there is; of one that there is not, the change is a problem. */
    public void extension(long pbxId, String number, Consumer<Document> change) {
        change(pbxId, edit -> extension(edit, number, change));
    }

    /** As {@link #extension(long, String, Consumer)}, among other changes. */
    public static void extension(AccountEdit edit, String number, Consumer<Document> change) {
        edit.item(EXTENSIONS, number)
                .ifPresentOrElse(
                        document -> {
                            change.accept(document);
                            edit.put(EXTENSIONS, "extension " + number, document);
                        },
                        () -> edit.complain(number, "extension " + number + " does not exist"));
    }

    /**
     * Makes extensions with passwords of their own, at the first numbers that are free.
     *
     * @param from the lowest number, 100 to 999
     * @param settings adds to each what it shall have besides
     * @throws org.voicesecretary.config.ConfigException if there are not so many free numbers
     */
    public List<Created> create(long pbxId, int from, int quantity, Consumer<Document> settings) {
        List<String> passwords = new ArrayList<>();
        for (int i = 0; i < quantity; i++) {
            passwords.add(password());
        }
        var created = new AtomicReference<List<Created>>(List.of());
        change(pbxId, edit -> {
            List<String> free = free(edit, Math.max(from, FIRST), quantity);
            if (free.size() < quantity) {
                edit.complain(
                        EXTENSIONS,
                        "only " + free.size() + " of the numbers from " + from + " to " + LAST + " are free; expected "
                                + quantity);
                return;
            }
            List<Created> made = new ArrayList<>();
            for (int i = 0; i < quantity; i++) {
                Document document = new Document().set("number", free.get(i)).set("password", passwords.get(i));
                settings.accept(document);
                edit.put(EXTENSIONS, "extension " + free.get(i), document);
                made.add(new Created(free.get(i), document.text("password").orElse(passwords.get(i))));
            }
            created.set(List.copyOf(made));
        });
        return Objects.requireNonNull(created.get());
    }

    private static List<String> free(AccountEdit edit, int from, int quantity) {
        Set<String> taken = new HashSet<>();
        edit.data().office().stream()
                .filter(item ->
                        item.section().equals(EXTENSIONS) || item.section().equals("conferences"))
                .forEach(item -> taken.add(item.key()));
        List<String> free = new ArrayList<>();
        for (int number = from; number <= LAST && free.size() < quantity; number++) {
            if (!taken.contains(String.valueOf(number))) {
                free.add(String.valueOf(number));
            }
        }
        return free;
    }

    /** How many extensions the account may still have. */
    public static int left(Office office) {
        return LAST - FIRST + 1 - office.extensions().size();
    }

    /** Nobody has to guess it: 93 bits. */
    public String password() {
        var password = new StringBuilder(PASSWORD);
        for (int i = 0; i < PASSWORD; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    /**
     * Keeps a sound file that somebody sent, so that a sound may name it.
     *
     * @throws IllegalArgumentException if calls could not play it: a sentence
     */
    public Sound.Content.File keepSound(String name, byte[] content) {
        return accounts.keepSound(name, content);
    }
}
