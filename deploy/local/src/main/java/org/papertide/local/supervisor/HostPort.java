package org.papertide.local.supervisor;

/**
 * The address of a server.
 *
 * @param host name or address
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    private static final int LAST_PORT = 65_535;

    /**
     * Reads {@code HOST:PORT}, an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            host = "";
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException _) {
            port = 0;
        }
        if (host.isBlank() || port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("must be HOST:PORT, not " + text);
        }
        return new HostPort(host, port);
    }
}
