package org.papertide.notify.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.papertide.events.DeliveryOutcome;

class MailKindTest {

    private static final Path SOURCES = Path.of("src/main/java");

    /** A list of kinds, by their names or by their names in headers. */
    private static final Pattern LIST = Pattern.compile("(?i)(?<!case )opt.in, welcome[^.;:)]*");

    private static final Pattern STATEMENT_OF_A_KIND =
            Pattern.compile(
                    "'("
                            + String.join(
                                    "|", Arrays.stream(MailKind.values()).map(Enum::name).toList())
                            + ")'");

    @ParameterizedTest
    @EnumSource
    void namesThoseForOnePersonAlone(MailKind kind) {
        assertThat(Arrays.asList(MailKind.personalNames()).contains(kind.name()))
                .isEqualTo(kind.isPersonal());
    }

    /** A statement takes its kinds from the enum: a new kind is not forgotten in it. */
    @Test
    void isWrittenInNoStatement() {
        assertThat(sources())
                .hasSizeGreaterThan(200)
                .noneMatch(text -> STATEMENT_OF_A_KIND.matcher(text).find());
    }

    @Test
    void isNamedWhereverKindsAreListed() throws IOException {
        List<String> texts = new ArrayList<>(sources());
        texts.add(Files.readString(Path.of("src/test/resources/openapi.json")));
        texts.add(Files.readString(Path.of("../docs/settings.md")));
        texts.add(
                Files.readString(
                        Path.of(
                                "../events/src/main/java/org/papertide/events/DeliveryOutcome.java")));
        try (InputStream schema =
                DeliveryOutcome.class.getResourceAsStream("schema/delivery.v1.json")) {
            texts.add(
                    new String(
                            Objects.requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8));
        }
        List<String> lists =
                texts.stream()
                        .map(text ->
                                text.replaceAll("\\{@code\\s+(?:\\*\\s+)?|[}`*\"+]", "")
                                        .replaceAll("\\s+", " "))
                        .flatMap(text -> LIST.matcher(text).results())
                        .map(found -> found.group().toUpperCase(Locale.ROOT).replace('-', '_'))
                        .toList();
        assertThat(lists)
                .hasSizeGreaterThanOrEqualTo(6)
                .allSatisfy(list -> {
                    for (MailKind kind : MailKind.values()) {
                        assertThat(list).contains(kind.name());
                    }
                });
    }

    private static List<String> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(MailKindTest::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
