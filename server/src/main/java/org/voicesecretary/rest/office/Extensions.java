package org.voicesecretary.rest.office;

import org.voicesecretary.account.AccountDirectory;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeChanges;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.pbx.registrar.Devices;
import org.voicesecretary.rest.RestCall;
import org.voicesecretary.rest.RestFault;

/** What the methods about extensions work with. */
public record Extensions(AccountDirectory accounts, OfficeDirectory offices, OfficeChanges changes, Devices devices) {
    Office office(RestCall call) {
        return offices.offices().office(call.pbxId()).orElseThrow();
    }

    /**
     * An extension as clients name it: by its number, by the login of its telephones, or by that without the dash, which clients that keep
     * digits only make of it. There are no other SIP accounts here.
     */
    Extension find(RestCall call, String parameter, String written) throws RestFault {
        String login = call.pbxId() + "";
        String number = written.startsWith(login) && written.length() > login.length() + 2
                ? written.substring(login.length()).replaceFirst("^-", "")
                : written;
        return office(call)
                .extension(number)
                .orElseThrow(() -> RestFault.wrong(parameter, "extension \"" + written + "\" does not exist"));
    }

    /** The same request, with the account as it is after a change. */
    RestCall again(RestCall call) {
        return new RestCall(
                call.key(),
                accounts.snapshot().account(call.pbxId()).orElseThrow(),
                call.path(),
                call.parameters(),
                call.body(),
                call.base());
    }

    /** The one that a required parameter names. */
    Extension named(RestCall call, String parameter) throws RestFault {
        return find(call, parameter, call.parameters().required(parameter));
    }

    boolean isOnline(RestCall call, Extension extension) {
        return devices.isOnline(office(call).login(extension));
    }
}
