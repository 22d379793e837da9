package org.papertide.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndWithParentTest {

    /** A process that would go on for minutes. */
    static final class Child {

        private static final String BEGUN = "begun";

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            new EndWithParent().start(new StartupEvent(), Boolean.parseBoolean(arguments[0]));
            System.out.println(BEGUN);
            TimeUnit.MINUTES.sleep(5);
        }
    }

    @Test
    void endsInOrderWhenThePipeFromTheParentIsClosed() throws Exception {
        Process child = child(true);
        assertThat(child.isAlive()).isTrue();

        child.getOutputStream().close();

        assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).isZero();
    }

    /** As in a container, which has no standard input. */
    @Test
    void goesOnWithoutAPipeWhereItIsNotAskedTo() throws Exception {
        Process child = child(false);

        child.getOutputStream().close();

        assertThat(child.waitFor(1, TimeUnit.SECONDS)).isFalse();
        child.destroyForcibly().waitFor();
    }

    private static Process child(boolean wanted) throws IOException {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                Boolean.toString(wanted))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader printed = child.inputReader(StandardCharsets.UTF_8);
        assertThat(printed.lines().anyMatch(Child.BEGUN::equals)).isTrue();
        return child;
    }
}
