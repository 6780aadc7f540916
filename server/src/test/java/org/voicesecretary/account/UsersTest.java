package org.voicesecretary.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.voicesecretary.storage.TestDatabase;
import org.voicesecretary.storage.TestEngine;

@Tag("db")
@Timeout(60)
@ParameterizedClass(name = "{0}")
@EnumSource(TestEngine.class)
class UsersTest {
    private static final String PASSWORD = "correct horse";

    @Parameter
    TestEngine engine;

    @TempDir
    Path path;

    private TestDatabase db;
    private Users users;

    @BeforeEach
    void open() {
        db = TestDatabase.open(engine, path.resolve("data"));
        users = new Users(db.database(), db.writer(), () -> Instant.EPOCH, new Random(1));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private static Users.Wish wish(String login, User.Role role, String password) {
        return new Users.Wish(login, "", role, password);
    }

    @Test
    void aUserLogsInByThePasswordWhichIsStoredNowhere() {
        User ann = users.create(1, wish("Ann@Example.net", User.Role.ADMIN, PASSWORD));

        assertThat(users.login("ann@EXAMPLE.net", PASSWORD)).contains(ann);
        assertThat(users.login("ann@example.net", "wrong horse")).isEmpty();
        assertThat(users.login("nobody", PASSWORD)).isEmpty();
        assertThat(users.login("nobody", "")).isEmpty();
        assertThat(db.database()
                        .<String>read(h -> h.createQuery("SELECT hash FROM users")
                                .mapTo(String.class)
                                .one()))
                .startsWith("pbkdf2-sha512:210000:")
                .doesNotContain(PASSWORD);
        assertThat(wish("ann", User.Role.ADMIN, PASSWORD).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void aPasswordThatIsLeftOutStays() {
        User ann = users.create(1, wish("ann", User.Role.ADMIN, PASSWORD));
        users.change(ann, wish("anna", User.Role.ADMIN, null));
        assertThat(users.login("anna", PASSWORD)).isPresent();
        users.change(ann, wish("anna", User.Role.ADMIN, "another horse"));
        assertThat(users.login("anna", PASSWORD)).isEmpty();
        assertThat(users.login("anna", "another horse")).isPresent();
    }

    @Test
    void oneWhoMayDoEverythingIsAlwaysLeft() {
        User ann = users.create(1, wish("ann", User.Role.ADMIN, PASSWORD));
        users.create(2, wish("of-another-account", User.Role.ADMIN, PASSWORD));
        assertThatThrownBy(() -> users.remove(ann)).hasMessageContaining("is the last with the role admin");
        assertThatThrownBy(() -> users.change(ann, wish("ann", User.Role.VIEWER, null)))
                .hasMessageContaining("is the last with the role admin");
        users.create(1, wish("ben", User.Role.ADMIN, PASSWORD));
        users.remove(ann);
        assertThat(users.of(1)).map(User::login).containsExactly("ben");
    }

    @Test
    void whatCannotBeGrantedIsTold() {
        users.create(1, wish("ann", User.Role.ADMIN, PASSWORD));
        assertThatThrownBy(() -> users.create(2, wish("ANN", User.Role.VIEWER, PASSWORD)))
                .hasMessage("login \"ann\" is somebody else's; choose another one");
        assertThatThrownBy(() -> users.create(1, wish("b", User.Role.VIEWER, PASSWORD)))
                .hasMessageContaining("expected 2 to 100");
        assertThatThrownBy(() -> users.create(1, wish("ben", User.Role.VIEWER, "short")))
                .hasMessage("password has 5 characters; expected 10 to 200");
        assertThatThrownBy(() -> users.create(1, wish("ben", User.Role.VIEWER, null)))
                .hasMessage("password is missing");
    }
}
