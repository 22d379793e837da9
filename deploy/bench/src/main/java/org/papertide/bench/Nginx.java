package org.papertide.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.papertide.testing.Checkout;
import org.papertide.testing.Http;
import org.papertide.testing.Ports;

/** An nginx that serves one page from a file: the reference of pages. */
final class Nginx implements AutoCloseable {

    private final Process server;
    private final URI address;

    private Nginx(Process server, URI address) {
        this.server = server;
        this.address = address;
    }

    /** Starts one with this page, and waits until it answers. */
    static Nginx serving(Tool nginx, String page) {
        Path directory = Checkout.root().resolve("deploy/bench/target/nginx");
        int port = Ports.free();
        URI address = URI.create("http://127.0.0.1:%d/page".formatted(port));
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("page"), page);
            Files.writeString(directory.resolve("nginx.conf"), configuration(directory, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Nginx started =
                new Nginx(
                        nginx.start(
                                "-p",
                                directory.toString(),
                                "-e",
                                directory.resolve("error.log").toString(),
                                "-c",
                                directory.resolve("nginx.conf").toString()),
                        address);
        try {
            await("nginx answers")
                    .atMost(Duration.ofSeconds(10))
                    .ignoreException(UncheckedIOException.class)
                    .until(() -> Http.get(address).body().equals(page));
        } catch (RuntimeException e) {
            started.close();
            throw e;
        }
        return started;
    }

    URI address() {
        return address;
    }

    /** One worker, and nothing written: as little as nginx can do. */
    private static String configuration(Path directory, int port) {
        return """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        events { worker_connections 256; }
        http {
          access_log off;
          default_type text/html;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_requests 1000000;
          server { listen 127.0.0.1:%2$d; root %1$s; }
        }
        """
                .formatted(directory, port);
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
    }
}
