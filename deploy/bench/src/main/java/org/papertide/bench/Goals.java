package org.papertide.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark has to reach, and what of it was missed. */
final class Goals {

    /** Of smaller figures the digits behind the point count. */
    private static final double SMALL = 10;

    private static final String WHOLE = "%s: %.0f, wanted less than %.0f";

    private final List<String> missed = new ArrayList<>();

    /** A figure that is to be so high. */
    void atLeast(String what, double found, double goal) {
        if (!(found >= goal)) {
            miss("%s: %.3f, wanted %.3f", what, found, goal);
        }
    }

    /** A figure that is to be lower. */
    void below(String what, double found, double limit) {
        if (!(found < limit)) {
            String form = limit < SMALL ? "%s: %.3f, wanted less than %.3f" : WHOLE;
            miss(form, what, found, limit);
        }
    }

    /** What could not be found out is not reached. */
    void unknown(String what) {
        missed.add(what + ": not known");
    }

    /** What was missed, in words. */
    void missed(String what) {
        missed.add(what);
    }

    private void miss(String form, String what, double found, double goal) {
        missed.add(String.format(Locale.ROOT, form, what, found, goal));
    }

    /** What was missed, in words. */
    List<String> missed() {
        return List.copyOf(missed);
    }

    /** Adds what was missed to a table; returns with what code the program ends. */
    int conclude(Table table) {
        missed.forEach(each -> table.add("missed", each));
        return missed.isEmpty() ? 0 : 1;
    }
}
