package org.papertide.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes of a PostgreSQL on this machine, stopped by a signal: to its clients it looks as a
 * server does that hangs, and goes on where it was.
 */
record FrozenPostgres(List<Long> processes) {

    FrozenPostgres {
        processes = List.copyOf(processes);
    }

    /**
     * Stops the server of the trial's database.
     *
     * @throws IllegalStateException if it is not on this machine, as in a container
     */
    static FrozenPostgres freeze(MailTrial trial) throws SQLException {
        ProcessHandle postmaster = postmaster(trial);
        FrozenPostgres frozen =
                new FrozenPostgres(
                        Stream.concat(Stream.of(postmaster), postmaster.children())
                                .map(ProcessHandle::pid)
                                .toList());
        frozen.signal("STOP");
        return frozen;
    }

    /** The parent of the process that serves a connection, which a user without rights may know. */
    private static ProcessHandle postmaster(MailTrial trial) throws SQLException {
        try (Connection connection = trial.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
            result.next();
            return ProcessHandle.of(result.getLong(1))
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow(() ->
                            new IllegalStateException("PostgreSQL is no process of this machine"));
        }
    }

    void thaw() {
        signal("CONT");
    }

    /** One that has ended meanwhile is left out. */
    private void signal(String name) {
        String pids = processes.stream().map(String::valueOf).collect(Collectors.joining(" "));
        new Tool(Path.of("/bin/sh")).run("-c", "kill -" + name + " " + pids + " || true");
    }
}
