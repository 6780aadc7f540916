package org.voicesecretary.pbx.office;

import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.account.AccountSnapshot;

/** The offices as calls see them: in memory, read without a lock, following the accounts. */
public final class OfficeDirectory {
    private volatile Offices offices;

    private OfficeDirectory(Offices offices) {
        this.offices = offices;
    }

    /** Reads the offices of {@code accounts} and takes up every change of them, on the thread that watches them. */
    public static OfficeDirectory following(AccountDirectory accounts) {
        var directory = new OfficeDirectory(Offices.of(accounts.snapshot()));
        accounts.onChange(directory::take);
        directory.take(accounts.snapshot()); // what changed in between
        return directory;
    }

    private synchronized void take(AccountSnapshot accounts) {
        if (accounts.version() > offices.version()) {
            offices = Offices.of(accounts, offices);
        }
    }

    public Offices offices() {
        return offices;
    }
}
