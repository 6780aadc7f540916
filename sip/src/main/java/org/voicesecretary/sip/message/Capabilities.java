package org.voicesecretary.sip.message;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What this endpoint can do, as it says in Allow, Supported and Accept, and as {@link MessageCheck} holds requests to.
 *
 * @param methods that are answered by somebody, in the order of Allow; known others get 405, unknown ones 501
 * @param extensions option tags that a Require may name
 * @param uriSchemes of a Request-URI, in lower case
 * @param bodies media types taken per method; {@code *}{@code /*} takes all, and a method that is not a key does not
 *     care for its body. {@code multipart/mixed} and {@code multipart/alternative} are taken with any type: their parts
 *     are looked through
 */
public record Capabilities(
        List<Method> methods, List<String> extensions, List<String> uriSchemes, Map<Method, List<String>> bodies) {
    public Capabilities {
        methods = List.copyOf(methods);
        extensions = List.copyOf(extensions);
        uriSchemes = List.copyOf(uriSchemes);
        bodies = Map.copyOf(bodies);
    }

    /** For Allow. */
    public String allow() {
        return String.join(", ", methods.stream().map(Method::name).toList());
    }

    /** For Supported; perhaps empty. */
    public String supported() {
        return String.join(", ", extensions);
    }

    /** For Accept of this method; {@code application/sdp} where the method has no types of its own. */
    public String accept(Method method) {
        return String.join(", ", bodies.getOrDefault(method, List.of("application/sdp")));
    }

    /** For Accept in an answer to OPTIONS: the types of all methods. */
    public String acceptOfAll() {
        var all = new TreeSet<String>();
        bodies.values().forEach(all::addAll);
        return String.join(", ", all);
    }

    boolean hasExtension(String optionTag) {
        return containsIgnoringCase(extensions, optionTag);
    }

    boolean hasScheme(String scheme) {
        return containsIgnoringCase(uriSchemes, scheme);
    }

    private static boolean containsIgnoringCase(Collection<String> all, String wanted) {
        for (String one : all) {
            if (one.equalsIgnoreCase(wanted)) return true;
        }
        return false;
    }
}
