package org.voicesecretary.pbx.office;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountSnapshot;

/** The offices of all accounts at one moment. Immutable. */
public final class Offices {
    private record Read(AccountData data, Office office) {}

    private final long version;
    private final Map<Long, Read> offices;
    private final Map<String, Login> logins;
    private final Set<Extension.Digest> digests = EnumSet.noneOf(Extension.Digest.class);

    /** Whose telephone it is. */
    public record Login(Office office, Extension extension) {}

    private Offices(long version, Map<Long, Read> offices) {
        this.version = version;
        this.offices = Map.copyOf(offices);
        var byLogin = new HashMap<String, Login>();
        for (Read read : offices.values()) {
            Office office = read.office;
            office.extensions()
                    .forEach(extension -> byLogin.put(office.login(extension), new Login(office, extension)));
        }
        this.logins = Map.copyOf(byLogin);
        byLogin.values().forEach(login -> digests.add(login.extension().digest()));
    }

    public static Offices of(AccountSnapshot accounts) {
        return of(accounts, new Offices(-1, Map.of()));
    }

    /** @param before whose offices are kept as far as their accounts are the same */
    static Offices of(AccountSnapshot accounts, Offices before) {
        var offices = new HashMap<Long, Read>();
        for (AccountData data : accounts.accounts()) {
            Read old = before.offices.get(data.account().pbxId());
            offices.put(
                    data.account().pbxId(),
                    old != null && old.data.equals(data) ? old : new Read(data, Office.of(data)));
        }
        return new Offices(accounts.version(), offices);
    }

    /** Of the accounts that these offices are read from. */
    public long version() {
        return version;
    }

    /** Those that some extension has, in the order of their declaration. */
    public Set<Extension.Digest> digests() {
        return Collections.unmodifiableSet(digests);
    }

    /** Every account has one, if an empty one. */
    public Optional<Office> office(long pbxId) {
        return Optional.ofNullable(offices.get(pbxId)).map(Read::office);
    }

    /** @param key the account's API key */
    public Optional<Office> ofAccount(String key) {
        return offices.values().stream()
                .map(Read::office)
                .filter(office -> office.account().key().equals(key))
                .findFirst();
    }

    /**
     * Who logs in as {@code user}. A look-up takes as long for a name that nobody has; that the answer and its time tell nothing either is
     * the registrar's part.
     *
     * @param user {@code PBX-EXTENSION}, such as {@code 123456-101}
     */
    public Optional<Login> login(String user) {
        return Optional.ofNullable(logins.get(user));
    }
}
