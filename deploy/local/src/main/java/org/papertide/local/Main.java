package org.papertide.local;

import java.nio.file.Path;
import org.papertide.local.command.Commands;
import org.papertide.local.logging.LogFiles;

/** What {@code ./papertide up}, {@code import} and {@code status} run. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        LogFiles.warningsOnly();
        Path root = Path.of(System.getProperty("papertide.root", ""));
        int code = Commands.of(root, System.out, System.err).execute(arguments);
        // The clients and servers leave threads that would keep the process alive.
        System.exit(code);
    }
}
