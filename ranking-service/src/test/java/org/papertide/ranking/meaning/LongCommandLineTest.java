package org.papertide.ranking.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A process with many or long arguments loads its text model like any other. */
class LongCommandLineTest {

    /** Run by the test, in a process of its own. */
    public static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(ShippedModel.load(Path.of("target/native-libraries")).dimensions());
        }
    }

    @Test
    void loadsTheModelOnASmallStack() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xss512k",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        Program.class.getName(),
                        "long ".repeat(8_000));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("384");
    }
}
