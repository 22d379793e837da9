package org.papertide.testing.statement;

import java.util.ArrayList;
import java.util.List;

/** What was found to be untrue, with the place where it is said. */
final class Untrue {

    private final List<String> found = new ArrayList<>();

    void unless(boolean isTrue, String place, String said, Object fact) {
        if (!isTrue) {
            found.add(place + ": says \"" + said + "\", but: " + fact);
        }
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
