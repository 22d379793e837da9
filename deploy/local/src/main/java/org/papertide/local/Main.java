package org.papertide.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.papertide.local.command.ImportCommand;
import org.papertide.local.command.StatusCommand;
import org.papertide.local.data.RefusedException;
import org.papertide.local.data.UsageException;
import org.papertide.local.logging.LogFiles;
import org.papertide.local.supervisor.Up;

/** What {@code ./papertide up}, {@code import} and {@code status} run. */
public final class Main {

    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("papertide.root", ""));
        LogFiles.warningsOnly();
        int code;
        try {
            code = run(root, Arrays.asList(arguments));
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            code = USAGE;
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
            code = 1;
        }
        // Clients and servers leave threads behind that would keep the process.
        System.exit(code);
    }

    private static int run(Path root, List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        return switch (command) {
            case "up" -> Up.run(root, rest);
            case "import" -> ImportCommand.run(root, rest);
            case "status" -> StatusCommand.run(root, rest);
            default -> throw new UsageException("There is no command " + command);
        };
    }
}
