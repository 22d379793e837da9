package org.papertide.bench;

import java.nio.file.Path;
import java.sql.SQLException;
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
        long pid =
                trial.count("select pid from pg_stat_activity where backend_type = 'checkpointer'");
        ProcessHandle postmaster =
                ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "PostgreSQL is no process of this machine"));
        FrozenPostgres frozen =
                new FrozenPostgres(
                        Stream.concat(Stream.of(postmaster), postmaster.children())
                                .map(ProcessHandle::pid)
                                .toList());
        frozen.signal("STOP");
        return frozen;
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
