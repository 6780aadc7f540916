package org.voicesecretary.account;

import java.util.List;

/** Everything that belongs to one account, each list in the order of its names, office items in the order of the file. */
public record AccountData(
        Account account,
        List<Trunk> trunks,
        List<AccountNumber> numbers,
        List<Sound> sounds,
        List<Phrase> phrases,
        List<OfficeItem> office) {}
