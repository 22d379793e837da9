package org.papertide.platform.http;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A network of IP addresses (RFC 4632): those that share their first bits.
 *
 * @param address one of them
 * @param bits how many they share
 */
record Network(InetAddress address, int bits) {

    Network {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("a network of %d bits".formatted(bits));
        }
    }

    /**
     * Reads {@code 10.0.0.0/8} or a single address.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address =
                InetAddress.ofLiteral(slash < 0 ? text.strip() : text.substring(0, slash).strip());
        return new Network(
                address,
                slash < 0
                        ? address.getAddress().length * Byte.SIZE
                        : Integer.parseInt(text.substring(slash + 1).strip()));
    }

    boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && Arrays.equals(first(other, bits), first(address, bits));
    }

    /** The address with all bits behind the first ones at zero. */
    static byte[] first(InetAddress address, int bits) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(bits - (long) i * Byte.SIZE, 0, Byte.SIZE);
            bytes[i] &= (byte) (0xff << (Byte.SIZE - kept));
        }
        return bytes;
    }
}
