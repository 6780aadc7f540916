package org.voicesecretary.pbx.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class WebPhoneKeysTest {
    private static final String LOGIN = "123456-100";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-04T09:10:11Z"));
    private final Map<String, String> passwords = new HashMap<>(Map.of(LOGIN, "a long password"));
    private final WebPhoneKeys keys = new WebPhoneKeys(login -> Optional.ofNullable(passwords.get(login)), now::get);

    @Test
    void aKeyIsOfOneLoginFor72Hours() {
        String key = keys.issue(LOGIN).orElseThrow();
        assertThat(keys.login(key)).contains(LOGIN);
        now.updateAndGet(t -> t.plus(Duration.ofHours(72)).minusSeconds(1));
        assertThat(keys.login(key)).contains(LOGIN);
        now.updateAndGet(t -> t.plusSeconds(1));
        assertThat(keys.login(key)).isEmpty();
    }

    @Test
    void anotherPasswordEndsIt() {
        String key = keys.issue(LOGIN).orElseThrow();
        passwords.put(LOGIN, "another password");
        assertThat(keys.login(key)).isEmpty();
        passwords.remove(LOGIN);
        assertThat(keys.login(key)).isEmpty();
        assertThat(keys.issue(LOGIN)).isEmpty();
    }

    @Test
    void whatWasChangedIsNoKey() {
        passwords.put("123456-101", "a third password");
        String key = keys.issue(LOGIN).orElseThrow();
        assertThat(keys.login(key.replace("-100", "-101"))).isEmpty();
        assertThat(keys.login(key.replaceFirst("\\.(\\d)", ".9$1"))).isEmpty();
        assertThat(keys.login(key.substring(0, key.length() - 1))).isEmpty();
        assertThat(keys.login("")).isEmpty();
    }
}
