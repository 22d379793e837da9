package org.papertide.platform.guard;

/**
 * What a path takes as a body. A service has a bean of it for each path that takes other bodies
 * than a few fields; of several that match, the longest path counts.
 *
 * @param path itself and all below it; a prefix if it ends with a slash
 * @param mostBytes of the body
 * @param announced whether the request must say how long its body is
 * @param packed whether the path unpacks a body with a {@code Content-Encoding}, and refuses it if
 *     it does not know that
 */
public record BodyRule(String path, long mostBytes, boolean announced, boolean packed) {

    /** For a request of a few fields. */
    static final BodyRule USUAL = upTo("/", 16 * 1024L);

    /** For a body of at most so many bytes. */
    public static BodyRule upTo(String path, long mostBytes) {
        return new BodyRule(path, mostBytes, false, false);
    }

    /** For a body that streams in, and is bounded by whoever reads it. */
    public static BodyRule streamed(String path) {
        return new BodyRule(path, Long.MAX_VALUE, false, true);
    }

    /** The same for requests that say how long their body is. */
    public BodyRule ofAnnounced() {
        return new BodyRule(path, mostBytes, true, packed);
    }

    boolean matches(String other) {
        return other.equals(path) || other.startsWith(path.endsWith("/") ? path : path + "/");
    }

    /** The limit in words. */
    String inWords() {
        return mostBytes % 1024 == 0 && mostBytes < 1 << 20
                ? "%d kB".formatted(mostBytes / 1024)
                : mostBytes % (1 << 20) == 0
                        ? "%d MB".formatted(mostBytes >> 20)
                        : "%,d bytes".formatted(mostBytes);
    }
}
