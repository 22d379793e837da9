package org.papertide.notify.subscription;

/**
 * A subscriber's address, and what suppression knows it by.
 *
 * @param addressHash its hash under a key
 * @param address as it is mailed to
 */
public record HashedAddress(String addressHash, String address) {

    /** Never the address. */
    @Override
    public String toString() {
        return "HashedAddress[" + addressHash + "]";
    }
}
