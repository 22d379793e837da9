package org.papertide.ingest.source.arxiv;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose a feed is. The feed says so itself, before its first record: others' feeds mention arXiv,
 * and have descriptions that are not the papers' abstracts.
 */
final class FeedOrigin {

    private static final Pattern FIRST_RECORD =
            Pattern.compile("<(?:[\\w.-]{1,40}:)?(?:entry|item)[\\s>/]");

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "<(?:[\\w.-]{1,40}:)?(id|link|guid|channel)((?:\\s[^<>]{0,2000})?)>([^<]{0,2000})");

    private static final Pattern ATTRIBUTE =
            Pattern.compile("(href|rel|about)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");

    private static final Pattern HOST = Pattern.compile("(?i)https?://([a-z0-9.-]+)(?=[:/?#]|$)");

    private static final Pattern ARXIV_RECORD =
            Pattern.compile("(?i)(?:https?://(?:[a-z]+\\.)?arxiv\\.org/abs/|oai:arxiv\\.org:).*");

    private FeedOrigin() {}

    /**
     * Whether a feed that begins so is arXiv's: by each address that it gives as its own; if it has
     * none, by that of its first record.
     */
    static boolean isArxiv(String beginning) {
        Matcher first = FIRST_RECORD.matcher(beginning);
        int end = first.find() ? first.start() : beginning.length();
        List<String> own = ownAddresses(beginning.substring(0, end));
        if (!own.isEmpty()) {
            return own.stream().allMatch(FeedOrigin::isArxivHost);
        }
        Matcher address = ADDRESS.matcher(beginning);
        return address.find(end) && ARXIV_RECORD.matcher(address.group(3).strip()).matches();
    }

    /**
     * Atom's id, or else RSS's link; and the address that it is read from, if it gives one: RSS's
     * link names the site that a feed tells of, which need not be the feed's own.
     */
    private static List<String> ownAddresses(String head) {
        String id = null;
        String link = null;
        String self = null;
        String plain = null;
        Matcher address = ADDRESS.matcher(head);
        while (address.find()) {
            String text = address.group(3).strip();
            String href = attribute(address.group(2), "href");
            String about = attribute(address.group(2), "about");
            String rel = attribute(address.group(2), "rel");
            if (address.group(1).equals("id") && text.startsWith("http") && id == null) {
                id = text;
            }
            if (address.group(1).equals("link") && href == null && link == null) {
                link = text.isEmpty() ? null : text;
            }
            if (href != null && rel == null && plain == null) {
                plain = href;
            }
            // A relative one says nothing of where it came from.
            if (href != null && href.contains("//") && "self".equals(rel) && self == null) {
                self = href;
            }
            if (about != null && self == null) {
                self = about;
            }
        }
        String named = id == null ? link : id;
        return Stream.of(
                        Optional.ofNullable(named),
                        Optional.ofNullable(self),
                        Optional.ofNullable(named == null && self == null ? plain : null))
                .flatMap(Optional::stream)
                .toList();
    }

    private static @Nullable String attribute(String attributes, String name) {
        Matcher matcher = ATTRIBUTE.matcher(attributes);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            }
        }
        return null;
    }

    private static boolean isArxivHost(String address) {
        Matcher host = HOST.matcher(address);
        String name = host.lookingAt() ? host.group(1).toLowerCase(Locale.ROOT) : "";
        return name.equals("arxiv.org") || name.endsWith(".arxiv.org");
    }
}
