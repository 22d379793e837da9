package org.papertide.bench;

import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The command {@code ./papertide bench}: runs the named benchmark, or lists what there is. */
public final class Bench {

    private static final int USAGE = 2;
    private static final Logger ROOT = Logger.getLogger("");

    private Bench() {}

    public static void main(String[] arguments) {
        ROOT.setLevel(Level.SEVERE);
        int code = arguments.length == 0 ? list() : run(arguments);
        // Clients leave threads behind that would keep the process.
        System.exit(code);
    }

    private static int list() {
        System.out.println("usage: ./papertide bench BENCHMARK");
        System.out.println();
        for (Benchmark each : Benchmark.values()) {
            System.out.printf("  %-9s  %s%n", each.commandName(), each.about());
        }
        return 0;
    }

    private static int run(String[] arguments) {
        Optional<Benchmark> found = Benchmark.find(arguments[0]);
        if (found.isEmpty() || arguments.length > 1) {
            System.err.println("There is no benchmark " + String.join(" ", arguments) + ".");
            list();
            return USAGE;
        }
        System.out.print(found.get().run(Clock.systemUTC()));
        return 0;
    }
}
