package org.papertide.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who receives events by HTTP needs this library and Jackson, and nothing else. */
class StandsAloneTest {

    @Test
    void readsEventsWithJacksonAlone(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Consumer.java");
        Files.writeString(
                source,
                """
                import java.nio.file.*;
                import java.util.concurrent.Callable;
                import org.papertide.events.*;

                public class Consumer implements Callable<String> {
                    @Override
                    public String call() throws Exception {
                        byte[] value = Files.readAllBytes(Path.of("%s"));
                        return switch (EventCodec.BREAKOUT.decode(value)) {
                            case Decoded.Event<Breakout>(Breakout breakout) ->
                                    breakout.paper().id() + " " + breakout.reasons().getFirst().metric();
                            case Decoded.Tombstone<Breakout> gone -> "gone";
                            case Decoded.Malformed<Breakout>(String reason, Throwable cause) -> reason;
                        };
                    }
                }
                """
                        .formatted(sample()));
        List<Path> path =
                Stream.of(
                                EventCodec.class,
                                ObjectMapper.class,
                                JsonFactory.class,
                                JsonCreator.class,
                                JavaTimeModule.class)
                        .map(StandsAloneTest::home)
                        .toList();
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-cp",
                                path.stream()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(java.io.File.pathSeparator)),
                                source.toString());
        assertThat(failed).isZero();
        URL[] urls =
                Stream.concat(path.stream(), Stream.of(folder))
                        .map(StandsAloneTest::url)
                        .toArray(URL[]::new);
        try (URLClassLoader loader =
                new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Callable<?> consumer =
                    (Callable<?>)
                            loader.loadClass("Consumer").getDeclaredConstructor().newInstance();
            assertThat(consumer.call())
                    .isEqualTo(
                            Samples.breakout().paper().id()
                                    + " "
                                    + Samples.breakout().reasons().getFirst().metric());
        }
    }

    private static Path sample() {
        return Path.of(System.getProperty("papertide.root", ".."))
                .resolve("events/src/test/resources/samples/breakout.v1.json")
                .toAbsolutePath();
    }

    private static Path home(Class<?> of) {
        try {
            return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
