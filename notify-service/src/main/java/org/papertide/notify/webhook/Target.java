package org.papertide.notify.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.papertide.bounce.domain.AsciiDomain;
import org.papertide.events.Bounds;

/**
 * What a webhook calls.
 *
 * @param uri absolute, http or https, without user and fragment
 */
public record Target(URI uri) {

    /** Longest URL, in characters. */
    public static final int MAX_LENGTH = 2_000;

    /** Below it only the ports of HTTP: other servers there may read a request as theirs. */
    private static final int FIRST_FREE_PORT = 1024;

    /** One whose host is not ASCII; it may have no user. */
    private static final Pattern URL =
            Pattern.compile(
                    "(?<scheme>[A-Za-z]+://)(?<host>[\\x00-\\x7f&&[^/?#@:\\[\\]]]*[^\\x00-\\x7f][^/?#@:\\[\\]]*)"
                            + "(?<rest>(:\\d*)?([/?#].*)?)");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** What a text turned out to be. */
    public sealed interface Parsed {

        /** A target. */
        record Valid(Target target) implements Parsed {}

        /** None; the reason is for people. */
        record Invalid(String reason) implements Parsed {}
    }

    /**
     * Reads a URL; whatever was sent, this does not throw.
     *
     * @param plainHttp whether {@code http} is good enough
     */
    public static Parsed parse(@Nullable String text, boolean plainHttp) {
        if (text == null || text.isBlank() || text.length() > MAX_LENGTH) {
            return new Parsed.Invalid("Please give a URL of at most 2000 characters.");
        }
        // URI fails on half a character, and not with an exception that it declares.
        if (!Bounds.isWellFormed(text)) {
            return new Parsed.Invalid("Please give a URL such as https://example.org/papers.");
        }
        URI uri;
        try {
            uri = new URI(withAsciiHost(text.strip()));
        } catch (URISyntaxException _) {
            return new Parsed.Invalid("Please give a URL such as https://example.org/papers.");
        } catch (IllegalArgumentException e) {
            return new Parsed.Invalid("Please check the URL's host: " + e.getMessage() + ".");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return new Parsed.Invalid("Please give a URL that begins with https://.");
        }
        if (scheme.equals("http") && !plainHttp) {
            return new Parsed.Invalid("Please give an https URL: this server calls no other.");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return new Parsed.Invalid("The URL has no host, or one that is no name.");
        }
        if (uri.getRawUserInfo() != null) {
            return new Parsed.Invalid("Please give a URL without user and password.");
        }
        if (uri.getRawFragment() != null) {
            return new Parsed.Invalid("Please give a URL without a fragment.");
        }
        int port = uri.getPort();
        if (port != -1
                && port != HTTP
                && port != HTTPS
                && (port < FIRST_FREE_PORT || port > 0xffff)) {
            return new Parsed.Invalid("Please give port 80, 443, or one from 1024 on.");
        }
        String host;
        try {
            host = uri.getHost().startsWith("[") ? uri.getHost() : AsciiDomain.of(uri.getHost());
        } catch (IllegalArgumentException e) {
            return new Parsed.Invalid("Please check the URL's host: " + e.getMessage() + ".");
        }
        try {
            return new Parsed.Valid(
                    new Target(
                            new URI(
                                    scheme
                                            + "://"
                                            + host
                                            + (port == -1 ? "" : ":" + port)
                                            + (uri.getRawPath().isEmpty() ? "/" : ascii(uri))
                                            + (uri.getRawQuery() == null
                                                    ? ""
                                                    : "?" + asciiQuery(uri)))));
        } catch (URISyntaxException | IllegalArgumentException _) {
            return new Parsed.Invalid("Please give a URL such as https://example.org/papers.");
        }
    }

    /** {@link URI} knows no host that is not ASCII. */
    private static String withAsciiHost(String text) {
        Matcher url = URL.matcher(text);
        return url.matches()
                ? url.group("scheme") + AsciiDomain.of(url.group("host")) + url.group("rest")
                : text;
    }

    private static String ascii(URI uri) {
        return URI.create("x:" + uri.getRawPath()).toASCIIString().substring(2);
    }

    private static String asciiQuery(URI uri) {
        return URI.create("x:/?" + uri.getRawQuery()).toASCIIString().substring("x:/?".length());
    }

    /** Scheme, host and port: what limits count for. */
    public String receiver() {
        int port = uri.getPort();
        int usual = uri.getScheme().equals("https") ? HTTPS : HTTP;
        return uri.getScheme() + "://" + uri.getHost() + ":" + (port == -1 ? usual : port);
    }

    /** The receiver alone: a path or query may be a secret of the receiver's. */
    @Override
    public String toString() {
        return "Target[" + receiver() + "]";
    }
}
