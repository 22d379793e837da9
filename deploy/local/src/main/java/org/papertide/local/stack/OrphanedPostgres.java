package org.papertide.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that runs on a data directory: its postmaster lives in a session of its own and so
 * outlives a parent that was killed.
 */
final class OrphanedPostgres {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanedPostgres.class);

    private static final Duration FAST = Duration.ofSeconds(10);

    private OrphanedPostgres() {}

    /** The process that its lock file names, if it lives and is a PostgreSQL. */
    static Optional<ProcessHandle> postmaster(Path data) {
        return named(data.resolve("postmaster.pid"))
                .filter(ProcessHandle::isAlive)
                .filter(process -> isPostgres(process, data));
    }

    /**
     * Stops one that was left behind: the fast way (INT), else at once (QUIT), which costs the next
     * start a recovery.
     *
     * @throws ServerFailedException if it does not end
     */
    static void stop(Path data) throws IOException {
        Optional<ProcessHandle> found = postmaster(data);
        if (found.isEmpty()) {
            forgetOthersProcess(data);
            return;
        }
        ProcessHandle postmaster = found.get();
        LOG.info(
                "A PostgreSQL that was left behind is stopped. process={} directory={}",
                postmaster.pid(),
                data);
        // It may be paused (STOP), and would not receive other signals.
        signal(postmaster, "CONT");
        signal(postmaster, "INT");
        if (!ends(postmaster)) {
            signal(postmaster, "QUIT");
            if (!ends(postmaster)) {
                throw new ServerFailedException(
                        "postgres: process %d, left behind in %s, does not end"
                                .formatted(postmaster.pid(), data));
            }
        }
    }

    /**
     * After a restart of the machine the lock file may name another program's process, which would
     * keep PostgreSQL from starting. If it names no living process, PostgreSQL handles it.
     */
    private static void forgetOthersProcess(Path data) throws IOException {
        Path lock = data.resolve("postmaster.pid");
        if (named(lock).filter(ProcessHandle::isAlive).isPresent()) {
            LOG.info("A lock names a process that is no PostgreSQL: it is deleted. file={}", lock);
            Files.deleteIfExists(lock);
        }
    }

    private static Optional<ProcessHandle> named(Path lock) {
        try {
            List<String> lines = Files.readAllLines(lock);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean ends(ProcessHandle process) {
        try {
            process.onExit().get(FAST.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The JDK itself sends TERM and KILL only; to PostgreSQL, TERM means: wait for every client.
     */
    private static void signal(ProcessHandle process, String name) throws IOException {
        Process kill =
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            kill.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A process id is used again after a restart of the machine, maybe by another user, whose
     * programs cannot be seen, or by another PostgreSQL.
     */
    private static boolean isPostgres(ProcessHandle process, Path data) {
        return process.info().command().map(c -> c.endsWith("/postgres")).orElse(false)
                && worksIn(process, data);
    }

    /** A postmaster works in its data directory; where there is no /proc, nobody can tell. */
    private static boolean worksIn(ProcessHandle process, Path data) {
        Path processes = Path.of("/proc");
        if (!Files.exists(processes.resolve("self/cwd"))) {
            return true;
        }
        try {
            return Files.isSameFile(processes.resolve(process.pid() + "/cwd"), data);
        } catch (IOException _) {
            return false;
        }
    }
}
