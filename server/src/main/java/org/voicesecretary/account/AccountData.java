package org.voicesecretary.account;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.config.Problems;

/** Everything that belongs to one account, each list in the order of its names, office items in the order of the file. */
public record AccountData(
        Account account,
        List<Trunk> trunks,
        List<AccountNumber> numbers,
        List<Sound> sounds,
        List<Phrase> phrases,
        List<OfficeItem> office) {
    /** A copy of an item of the office, as it is stored; empty if there is none. */
    public Optional<Document> document(String section, String key) {
        return office.stream()
                .filter(item -> item.section().equals(section) && item.key().equals(key))
                .findFirst()
                .map(item -> Document.of(item.value(new Problems())));
    }

    /** All items of a section, in their order. */
    public List<Document> documents(String section) {
        return office.stream()
                .filter(item -> item.section().equals(section))
                .map(item -> Document.of(item.value(new Problems())))
                .toList();
    }

    AccountData with(Account other) {
        return new AccountData(other, trunks, numbers, sounds, phrases, office);
    }

    AccountData withOffice(List<OfficeItem> other) {
        return new AccountData(account, trunks, numbers, sounds, phrases, List.copyOf(other));
    }

    AccountData withTrunks(List<Trunk> other) {
        return new AccountData(account, List.copyOf(other), numbers, sounds, phrases, office);
    }

    AccountData withPhrases(List<Phrase> other) {
        return new AccountData(account, trunks, numbers, sounds, List.copyOf(other), office);
    }

    AccountData withNumbers(List<AccountNumber> other) {
        return new AccountData(account, trunks, List.copyOf(other), sounds, phrases, office);
    }

    AccountData withSounds(List<Sound> other) {
        return new AccountData(account, trunks, numbers, List.copyOf(other), phrases, office);
    }
}
