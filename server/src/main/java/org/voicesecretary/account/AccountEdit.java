package org.voicesecretary.account;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.voicesecretary.config.Origin;
import org.voicesecretary.config.Problems;
import org.voicesecretary.config.YamlValue;

/**
 * An account while a running server changes it, by the same rules that {@code account.yaml} is read by: each item that is put is read as
 * one of the file would be, and at the end all that refers to something must find it.
 */
public final class AccountEdit {
    private final OfficeSections sections;
    private final Problems problems;
    private AccountData data;

    AccountEdit(AccountData data, OfficeSections sections, Problems problems) {
        this.data = data;
        this.sections = sections;
        this.problems = problems;
    }

    /** As it is by now. */
    public AccountData data() {
        return data;
    }

    /** A copy of an item of the office, to be changed and {@link #put} back; empty if there is none. */
    public Optional<Document> item(String section, String key) {
        return data.document(section, key);
    }

    /**
     * Puts an item into the place of the one that has its key, else behind all others of its section.
     *
     * @param section of account.yaml, such as {@code extensions}
     * @param label what to call it in messages, such as {@code extension 101}
     */
    public void put(String section, String label, Document document) {
        put(section, label, document.yaml());
    }

    /** As {@link #put(String, String, Document)}, of settings as somebody sent them. */
    public void put(String section, String label, YamlValue settings) {
        sections.read(section, label, settings, Path.of(""), problems).ifPresent(item -> {
            List<OfficeItem> office = new ArrayList<>(data.office());
            int place = index(office, section, item.key());
            if (place >= 0) {
                office.set(place, item);
            } else {
                int last = -1;
                int behind = 0;
                for (OfficeItem each : office) {
                    behind++;
                    if (each.section().compareTo(section) <= 0) {
                        last = behind;
                    }
                }
                office.add(Math.max(last, 0), item);
            }
            office(office);
        });
    }

    /** Whether there was one. */
    public boolean remove(String section, String key) {
        List<OfficeItem> office = new ArrayList<>(data.office());
        int place = index(office, section, key);
        if (place < 0) {
            return false;
        }
        office.remove(place);
        office(office);
        return true;
    }

    private static int index(List<OfficeItem> office, String section, String key) {
        for (int i = 0; i < office.size(); i++) {
            if (office.get(i).section().equals(section) && office.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    private void office(List<OfficeItem> office) {
        data = data.withOffice(office);
    }

    /** The account's own script. */
    public void webhook(UnaryOperator<WebhookSettings> change) {
        data = data.with(data.account().with(change.apply(data.account().webhook())));
    }

    /** A number that the account has. */
    public void number(String number, UnaryOperator<AccountNumber> change) {
        data = data.withNumbers(data.numbers().stream()
                .map(each -> each.number().equals(number) ? change.apply(each) : each)
                .toList());
    }

    /** In the order of their ids, afterwards; the files that they name must be kept already. */
    public void sounds(UnaryOperator<List<Sound>> change) {
        data = data.withSounds(change.apply(data.sounds()).stream()
                .sorted(Comparator.comparing(Sound::id))
                .toList());
    }

    /** In the order of their names, afterwards. */
    public void trunks(UnaryOperator<List<Trunk>> change) {
        data = data.withTrunks(change.apply(data.trunks()).stream()
                .sorted(Comparator.comparing(Trunk::name))
                .toList());
    }

    /** In the order of languages and numbers, afterwards. */
    public void phrases(UnaryOperator<List<Phrase>> change) {
        data = data.withPhrases(change.apply(data.phrases()).stream()
                .sorted(Comparator.comparing(Phrase::language).thenComparing(Phrase::number))
                .toList());
    }

    /** Something else that is wrong with the request. */
    public void complain(String subject, String problem) {
        problems.add(new Origin.Key(subject), problem);
    }

    /** @throws org.voicesecretary.config.ConfigException with every problem */
    AccountData finish() {
        data = data.with(data.account().touched());
        List<OfficeDraft.Placed> items = new ArrayList<>();
        for (OfficeItem item : data.office()) {
            var value = item.value(new Problems());
            if (value != null) {
                items.add(new OfficeDraft.Placed(item, item.label(), value));
            }
        }
        sections.check(
                new OfficeDraft(data.account().country(), items, data.numbers(), data.sounds(), Map.of()), problems);
        problems.stopIfAny("the request");
        return data;
    }
}
