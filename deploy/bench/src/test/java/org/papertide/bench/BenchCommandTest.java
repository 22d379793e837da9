package org.papertide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class BenchCommandTest {

    private static final CommandLine LINE = BenchCommand.line();

    static Stream<Arguments> numbers() {
        return LINE.getSubcommands().entrySet().stream()
                .flatMap(command ->
                        command.getValue().getCommandSpec().options().stream()
                                .filter(option ->
                                        option.type() == int.class || option.type() == long.class)
                                .map(option ->
                                        Arguments.of(command.getKey(), option.longestName())));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void refusesANumberThatIsNone(String command, String option) {
        for (String number : new String[] {"-1", "many"}) {
            StringWriter said = new StringWriter();
            LINE.setErr(new PrintWriter(said));
            assertThat(LINE.execute(command, option + "=" + number))
                    .as("%s %s", option, number)
                    .isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(said.toString()).contains(option).contains(number);
        }
    }
}
