package org.papertide.local.supervisor;

import java.io.PrintStream;

/** Prints the progress of {@code up} on the terminal, whole lines at a time. */
final class Console {

    private final PrintStream out;

    Console(PrintStream out) {
        this.out = out;
    }

    synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
