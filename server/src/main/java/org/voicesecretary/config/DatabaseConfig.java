package org.voicesecretary.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * @param url JDBC; absent = SQLite in {@code data-dir}
 * @param keyFile opens the secrets in the database; absent = {@code secret.key} in {@code data-dir}
 * @param readers connections for reading; writing has one of its own
 * @param queue writes that may wait for the disk before new ones are held back
 */
public record DatabaseConfig(
        Optional<String> url,
        Optional<String> user,
        Optional<Secret> password,
        Optional<Path> keyFile,
        @Between({"1", "64"}) int readers,
        @Between({"100", "1000000"}) int queue,
        @Between({"1s", "5m"}) Duration patience) {}
