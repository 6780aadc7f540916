package org.voicesecretary.pbx.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.registration.Binding;
import org.voicesecretary.sip.registration.BindingChange;
import org.voicesecretary.sip.registration.BindingStore;
import org.voicesecretary.storage.Database;
import org.voicesecretary.storage.GroupCommitWriter;
import org.voicesecretary.storage.WriteUnit;

/** What of the registrations outlives the process. A row that is lost costs a telephone at most an hour: then it registers again. */
final class StoredBindings {
    private static final Logger LOG = LoggerFactory.getLogger(StoredBindings.class);
    private static final int SEED_BYTES = 32;

    private final BindingRepository repository;
    private final GroupCommitWriter writer;

    StoredBindings(Database database, GroupCommitWriter writer) {
        this.repository = new BindingRepository(database);
        this.writer = writer;
    }

    /** Without waiting for the disk: the telephone waits for its answer. */
    void keep(BindingChange change) {
        writer.append("registration of " + change.binding().addressOfRecord(), BindingRepository.changed(change));
    }

    /**
     * Gives what was there before the restart to {@code store}.
     *
     * @return what is there again
     */
    List<Binding> restore(BindingStore store) {
        var stored = new ArrayList<Binding>();
        var gone = new ArrayList<WriteUnit>();
        for (String body : repository.all()) {
            try {
                stored.add(Binding.parse(body));
            } catch (SipParseException e) {
                LOG.warn("a stored registration is forgotten: {}", e.getMessage());
                gone.add(BindingRepository.deleteUnreadable(body));
            }
        }
        List<Binding> lost = store.restore(stored);
        lost.forEach(binding -> gone.add(BindingRepository.delete(binding)));
        if (!gone.isEmpty()) {
            writer.append(gone.size() + " registrations that are over", WriteUnit.all(gone));
        }
        stored.removeAll(lost);
        return stored;
    }

    /** A secret that is the same after a restart. */
    byte[] seed(RandomGenerator random) {
        return repository.seed().orElseGet(() -> {
            var seed = new byte[SEED_BYTES];
            random.nextBytes(seed);
            writer.write(repository.saveSeed(seed));
            return seed;
        });
    }
}
