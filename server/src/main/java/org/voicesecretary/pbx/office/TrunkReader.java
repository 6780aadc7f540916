package org.voicesecretary.pbx.office;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.account.Network;
import org.voicesecretary.account.Syntax;
import org.voicesecretary.config.Fields;
import org.voicesecretary.config.Nearest;
import org.voicesecretary.config.Secret;
import org.voicesecretary.config.Units;
import org.voicesecretary.config.YamlValue;

/** Reads what an item of {@code trunks:} says besides who may call. */
final class TrunkReader {
    static final List<String> KEYS = List.of(
            "host",
            "port",
            "transport",
            "user",
            "password",
            "register",
            "srtp",
            "order",
            "probe",
            "caller-id",
            "preset");
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\\[?[0-9a-fA-F:]{2,40}]?");
    private static final Duration PROBE = Duration.ofSeconds(30);

    private TrunkReader() {}

    /** Null if there is no name, or nothing besides who may call. */
    static @Nullable OfficeTrunk read(String path, YamlValue item, Reading reading) {
        if (!(item instanceof YamlValue.Mapping mapping) || KEYS.stream().noneMatch(mapping.entries()::containsKey)) {
            return null; // who may call is read, and complained of, where accounts are
        }
        Fields fields = reading.fields(path, item, known());
        String name = fields.parsed("name", text -> Syntax.atMost(100, Syntax.notBlank(text)));
        TrunkPreset preset = fields.parsed("preset", TrunkReader::preset);
        String host = fields.parsed("host", TrunkReader::host);
        var transport = fields.constant("transport", OfficeTrunk.Transport.class);
        var srtp = fields.constant("srtp", Srtp.class);
        String user = fields.parsed("user", text -> Syntax.atMost(100, Syntax.notBlank(text)));
        String password = fields.parsed("password", text -> Syntax.atMost(200, Syntax.notBlank(text)));
        Duration probe = fields.parsed("probe", TrunkReader::probe);
        boolean register = fields.flag("register", preset != null && preset.register());
        if (!fields.has("host") && !fields.has("preset")) {
            KEYS.stream()
                    .filter(fields::has)
                    .forEach(key -> fields.complain(key, "is for a trunk with \"host\" or \"preset\""));
        }
        if (register && (!fields.has("user") || !fields.has("password"))) {
            String missing = fields.has("user") ? "password" : "user";
            reading.problems()
                    .add(
                            item.origin(),
                            path + " registers, but lacks \"" + missing + "\"; register: false if the provider knows us"
                                    + " by our address");
        }
        if (fields.has("password") && !fields.has("user")) {
            fields.complain("password", "is of nobody, for there is no \"user\"");
        }
        if (name == null) {
            return null;
        }
        return new OfficeTrunk(
                name,
                List.of(),
                host != null ? host : preset == null ? null : preset.host(),
                fields.whole("port", 1, 65_535, preset == null || fields.has("transport") ? 0 : preset.port()),
                transport != null ? transport : preset == null ? OfficeTrunk.Transport.UDP : preset.transport(),
                user,
                password == null ? null : new Secret(password),
                register,
                srtp == null ? Srtp.OFF : srtp,
                fields.whole("order", 1, 1000, 100),
                probe == null ? PROBE : probe,
                fields.parsed("caller-id", Syntax::number));
    }

    private static String[] known() {
        return Stream.concat(Stream.of("name", "allow"), KEYS.stream()).toArray(String[]::new);
    }

    /** The trunk with its addresses. */
    static OfficeTrunk with(List<Network> allow, OfficeTrunk trunk) {
        return new OfficeTrunk(
                trunk.name(),
                allow,
                trunk.host(),
                trunk.port(),
                trunk.transport(),
                trunk.user(),
                trunk.password(),
                trunk.register(),
                trunk.srtp(),
                trunk.order(),
                trunk.probe(),
                trunk.callerId());
    }

    /** A trunk of which only the addresses are said. */
    static OfficeTrunk incoming(String name, List<Network> allow) {
        return new OfficeTrunk(
                name, allow, null, 0, OfficeTrunk.Transport.UDP, null, null, false, Srtp.OFF, 100, Duration.ZERO, null);
    }

    private static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no host; expected a name or an address, such as sip.example.net, without a" + " port");
        }
        return text;
    }

    private static Duration probe(String text) {
        if (text.equals("off")) {
            return Duration.ZERO;
        }
        Duration every = Units.duration(text);
        if (every.compareTo(Duration.ofSeconds(5)) < 0 || every.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(Units.text(every) + " is out of range; expected 5s to 1h, or off");
        }
        return every;
    }

    private static TrunkPreset preset(String text) {
        return TrunkPreset.all().stream()
                .filter(preset -> preset.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no preset"
                        + Nearest.hint(
                                text,
                                TrunkPreset.all().stream()
                                        .map(TrunkPreset::name)
                                        .toList())
                        + "; without one, write host, port and transport"));
    }
}
