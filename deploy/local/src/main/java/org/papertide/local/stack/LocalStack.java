package org.papertide.local.stack;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Servers that are started together, at the same time, and stopped in their order. */
public final class LocalStack implements AutoCloseable {

    private final List<StackServer> servers;

    /**
     * @param servers in the order in which they are stopped
     */
    public LocalStack(List<StackServer> servers) {
        this.servers = List.copyOf(servers);
    }

    public List<StackServer> servers() {
        return servers;
    }

    /**
     * Starts all of them.
     *
     * @throws ServerFailedException if one does not come up; the others are stopped again
     */
    public void start() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<? extends Future<?>> starts =
                    servers.stream().map(server -> threads.submit(server::start)).toList();
            for (Future<?> start : starts) {
                start.get();
            }
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof ServerFailedException failed) {
                throw failed;
            }
            throw new ServerFailedException("the stack does not start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new ServerFailedException("interrupted while the stack was starting", e);
        }
    }

    @Override
    public void close() {
        servers.forEach(StackServer::close);
    }
}
