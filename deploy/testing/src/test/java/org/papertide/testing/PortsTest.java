package org.papertide.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void givesNoPortTwice() {
        int first = Ports.firstOf(3);

        for (int port = first; port < first + 3; port++) {
            assertThat(Ports.take(port, 1)).as("%d again", port).isFalse();
        }
        assertThat(Ports.take(first - 2, 3)).as("overlapping").isFalse();
    }

    /** As when both test a module of the build, and the server there is just being restarted. */
    @Test
    void givesNoPortOfAnotherProcess() throws IOException, InterruptedException {
        int port = Ports.free();
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Dpapertide.root=" + Checkout.root(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Taker.class.getName(),
                                Integer.toString(port))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();

        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(said).isEqualTo("false");
    }

    /** Takes a port and says whether it could. */
    static final class Taker {

        private Taker() {}

        public static void main(String[] arguments) {
            System.out.print(Ports.take(Integer.parseInt(arguments[0]), 1));
        }
    }
}
