package org.papertide.platform.guard;

/** Whom the work under way is for. */
@FunctionalInterface
public interface CurrentClient {

    /** Where it connects from; an address of its own for work that no request asked for. */
    ClientAddress address();
}
