package org.papertide.platform.http;

import java.util.regex.Pattern;

/**
 * Hides the tokens of links in addresses that operators read: a token lets anybody act for the
 * person it was made for. Not by a list of paths, which the next one would be missing in, but by
 * their form: no other part of a path or a query is as long without a point, a slash or a space.
 */
public final class LinkTokens {

    /** Shorter than any token: a damaged token is hidden as well. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_%+~-]{20,}");

    private static final String HIDDEN = "{hidden}";

    private LinkTokens() {}

    /** The address without them. */
    public static String hide(String address) {
        return TOKEN.matcher(address).replaceAll(HIDDEN);
    }
}
