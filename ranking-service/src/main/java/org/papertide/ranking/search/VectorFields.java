package org.papertide.ranking.search;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which vectors the index takes: those of the models that run, and of the first few others that it
 * meets. Each model is a field, and each field costs memory and time in every part of the index; a
 * record has vectors of two models, but the topic may have those of any number.
 *
 * <p>A model that others kept out, and that runs one day, needs an index that is made anew.
 */
final class VectorFields {

    /** Two that run, and two that ran before. */
    static final int MOST = 4;

    private final Set<String> taken;
    private boolean leftOut;

    /**
     * @param taken the fields that there are
     * @param leftOut whether vectors of others were left out
     */
    VectorFields(Collection<String> taken, boolean leftOut) {
        this.taken = new TreeSet<>(taken);
        this.leftOut = leftOut;
    }

    /** Whether the vectors of this field are indexed. */
    boolean takes(String field) {
        if (taken.contains(field)) {
            return true;
        }
        if (taken.size() < MOST) {
            return taken.add(field);
        }
        leftOut = true;
        return false;
    }

    /** Takes these from now on; false if some of their vectors may have been left out before. */
    boolean serve(Set<String> running) {
        if (taken.containsAll(running)) {
            return true;
        }
        if (leftOut) {
            return false;
        }
        return taken.addAll(running);
    }

    boolean leftOut() {
        return leftOut;
    }

    Set<String> taken() {
        return Set.copyOf(taken);
    }
}
