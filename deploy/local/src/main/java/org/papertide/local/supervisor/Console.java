package org.papertide.local.supervisor;

import java.io.PrintStream;

/** What {@code up} says to the terminal, whole lines at a time. */
final class Console {

    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
